using M4sh.Console.SystemStatus;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Read_WhatAnExporterWrites_GivesItsSamples()
    {
        // The example of the format's own page, but for what is not of version 0.0.4.
        const string Text =
            """
            # HELP http_requests_total The total number of HTTP requests.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="post",code="400"}    3 1395066363000

            # Escaping in label values:
            msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

            metric_without_timestamp_and_labels 12.47
            something_weird{problem="division by zero"} +Inf -3982045
            http_request_duration_seconds_bucket{le="0.05",} 24054
            """;

        var samples = PrometheusText.Read(Text).ToList();

        Assert.Equal([1027, 3, 1.458255915e9, 12.47, double.PositiveInfinity, 24054], samples.Select(sample => sample.Value));
        Assert.Equal("400", samples[1].Labels["code"]);
        Assert.Equal(@"C:\DIR\FILE.TXT", samples[2].Labels["path"]);
        Assert.Equal("Cannot find file:\n\"FILE.TXT\"", samples[2].Labels["error"]);
        Assert.Empty(samples[3].Labels);
        Assert.Equal("0.05", Assert.Single(samples[5].Labels).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("name")]
    [InlineData("name{")]
    [InlineData("name{label=\"without end} 1")]
    [InlineData("name{label} 1")]
    [InlineData("name{label=\"value\"}")]
    [InlineData("name one")]
    [InlineData("{label=\"value\"} 1")]
    public void Read_NoSample_IsLeftOut(string line) => Assert.Empty(PrometheusText.Read(line));

    [Theory]
    [InlineData("a 1\r\nb 2\r\n")]
    [InlineData("a\t1\nb\t2")]
    [InlineData("a{x=\"}\"} 1\nb{x=\"{,\",y=\"=\\\"\"} 2\n")]
    public void Read_OtherSpacing_IsUnderstood(string text) => Assert.Equal([("a", 1), ("b", 2)], PrometheusText.Read(text).Select(sample => (sample.Name, sample.Value)));

    [Fact]
    public void Read_SomeNames_GivesThoseOnly() =>
        Assert.Equal(["b"], PrometheusText.Read("a 1\nb 2\nbc 3", new HashSet<string> { "b" }).Select(sample => sample.Name));

    [Theory]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("1e-3", 0.001)]
    public void Read_Value_IsTakenAsGoWritesIt(string text, double value) => Assert.Equal(value, Assert.Single(PrometheusText.Read($"a {text}")).Value);
}
