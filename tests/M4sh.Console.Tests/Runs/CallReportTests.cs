using System.Text.Json;
using M4sh.Console.Verdicts;

namespace M4sh.Console.Tests.Runs;

public sealed class CallReportTests
{
    [Fact]
    public void Report_WrittenAndRead_IsTheSame()
    {
        var report = SampleRuns.Report(1);

        var read = CallReport.Parse(report.ToJson());

        Assert.NotNull(read);
        Assert.Equal(report.ToJson(), read.ToJson());
        Assert.Equal((report.Id, report.StartedAt, report.Setup), (read.Id, read.StartedAt, read.Setup));
        Assert.Equal(report.Verdict.Checks, read.Verdict.Checks);
        Assert.Equal(report.Steps, read.Steps);
        Assert.Equal(report.Sides[0].Series, read.Sides[0].Series);
    }

    [Fact]
    public void Json_OfAReport_HasTheVersionAndSecondsInSnakeCase()
    {
        using var json = JsonDocument.Parse(SampleRuns.Report(1).ToJson());
        var root = json.RootElement;

        Assert.Equal(CallReport.CurrentVersion, root.GetProperty("version").GetInt32());
        Assert.Equal(0.5, root.GetProperty("setup").GetDouble());
        Assert.True(root.GetProperty("verdict").GetProperty("passed").GetBoolean());
        Assert.Equal(0.5, root.GetProperty("steps")[0].GetProperty("at").GetDouble());
        Assert.Equal(40, root.GetProperty("sides")[0].GetProperty("rtt_p95_ms").GetDouble());
        Assert.Equal("relay", root.GetProperty("sides")[0].GetProperty("series")[0].GetProperty("candidate_type").GetString());
    }

    [Fact]
    public void Parse_OfANewerConsole_IsNull() =>
        Assert.Null(CallReport.Parse($$"""{"version": {{CallReport.CurrentVersion + 1}}, "verdict": "of another kind"}"""));

    [Fact]
    public void Csv_OfAReport_HasALineForEachCheck()
    {
        var report = SampleRuns.Report(1);

        var lines = report.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("check,side,value,limit,unit,passed", lines[0]);
        Assert.Equal(report.Verdict.Checks.Count, lines.Length - 1);
        Assert.Equal("rtt_p95,host,40,200,ms,true", lines[2]);
    }
}
