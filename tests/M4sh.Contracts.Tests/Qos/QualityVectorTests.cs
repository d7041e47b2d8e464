using System.Globalization;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;

namespace M4sh.Contracts.Tests.Qos;

/// <summary>The published vectors of docs/qos-score.md.</summary>
public sealed class QualityVectorTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "qos-score.md"));

    public static TheoryData<double, double, double, double, string, string, double> Scores()
    {
        var data = new TheoryData<double, double, double, double, string, string, double>();
        foreach (var cells in Rows("| rtt_ms "))
            data.Add(Number(cells[0]), Number(cells[1]), Number(cells[2]), Number(cells[3]), cells[4], cells[5], Number(cells[6]));

        return data;
    }

    public static TheoryData<string, string> Sequences()
    {
        var data = new TheoryData<string, string>();
        foreach (var cells in Rows("| samples "))
            data.Add(cells[0].Trim('`'), cells[1].Trim('`'));

        return data;
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Assess_PublishedVector_IsAsPublished(double rtt, double loss, double jitter, double bpl, string quality, string recommendation, double mos)
    {
        var assessment = QualityScore.Assess(new() { RttMs = rtt, PacketLossPct = loss, JitterMs = jitter }, bpl);

        Assert.Equal((quality, recommendation, mos), (SnakeCase.Write(assessment.Quality), SnakeCase.Write(assessment.Recommendation), assessment.Mos));
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Next_PublishedSequence_AdvisesAsPublished(string samples, string advice)
    {
        var state = default(RecommendationState);
        var given = "";
        for (var i = 0; i < samples.Length; i++)
        {
            (state, var level) = state.Next(Level(samples[i]), DateTimeOffset.UnixEpoch + (i * RecommendationState.SampleInterval));
            given += level is null ? "-" : SnakeCase.Write(level.Value)[..1].ToUpperInvariant();
        }

        Assert.Equal(advice, given);
    }

    private static List<string[]> Rows(string header)
    {
        var rows = Page.SkipWhile(line => !line.StartsWith(header, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static QualityLevel Level(char letter) => letter switch
    {
        'E' => QualityLevel.Excellent,
        'G' => QualityLevel.Good,
        _ => QualityLevel.Poor,
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
