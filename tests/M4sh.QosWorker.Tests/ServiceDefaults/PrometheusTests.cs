using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using M4sh.ServiceDefaults;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

public sealed class PrometheusTests
{
    private static readonly string[] Histograms =
    [
        WebRtcInstruments.QosRtt, WebRtcInstruments.QosPacketLoss, WebRtcInstruments.QosJitter, WebRtcInstruments.SignalingRelay,
        WebRtcInstruments.CallSetup,
    ];

    private static readonly string[] Counters =
        [WebRtcInstruments.SignalingMessages, WebRtcInstruments.IceFailures, WebRtcInstruments.QosSamplesPruned];

    private static readonly string[] Gauges = [WebRtcInstruments.PeersConnected, WebRtcInstruments.SessionsActive];

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/openmetrics-text; version=1.0.0")]
    [InlineData("application/openmetrics-text; version=1.0.0; escaping=allow-utf-8")]
    public async Task Metrics_InstrumentsOfTheContract_HaveTheirExactNames(string accept)
    {
        var lines = await ScrapeAsync(accept, meter =>
        {
            Array.ForEach(Histograms, name => meter.CreateHistogram<double>(name).Record(0.12));
            Array.ForEach(Counters, name => meter.CreateCounter<long>(name).Add(3));
            meter.CreateUpDownCounter<long>(Gauges[0]).Add(2);
            meter.CreateObservableGauge(Gauges[1], () => 4L);
        });

        Assert.All(Histograms, name => Assert.Contains(lines, line => line.StartsWith($"{name}_bucket{{", StringComparison.Ordinal)));
        Assert.All(Counters, name => AssertHas(lines, name, 3));
        AssertHas(lines, Gauges[0], 2);
        AssertHas(lines, Gauges[1], 4);
    }

    [Fact]
    public async Task Metrics_InstrumentWithUnit_GetsItAppendedUnlessTheNameEndsSo()
    {
        var lines = await ScrapeAsync("text/plain", meter =>
        {
            meter.CreateUpDownCounter<long>("a_seconds", "s").Add(1);
            meter.CreateUpDownCounter<long>("b_pct", "%").Add(1);
            meter.CreateUpDownCounter<long>("c_peers", "{peer}").Add(1);
        });

        AssertHas(lines, "a_seconds", 1);
        AssertHas(lines, "b_pct_percent", 1);
        AssertHas(lines, "c_peers", 1);
    }

    [Fact]
    public async Task Metrics_CounterWithTags_HasTheseLabelsAndNoOthers()
    {
        var lines = await ScrapeAsync("text/plain", meter => meter.CreateCounter<long>(WebRtcInstruments.SignalingMessages)
            .Add(1, new("type", "ice-candidate"), new("transport", "hub")));

        Assert.Contains(lines, line => line.StartsWith(
            "webrtc_signaling_messages_total{transport=\"hub\",type=\"ice-candidate\"} 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_RoundTripTimes_HaveTheContractsThresholdsAsBounds()
    {
        var lines = await ScrapeAsync("text/plain", meter => meter.CreateHistogram<double>(WebRtcInstruments.QosRtt).Record(0.12));

        Assert.Contains(lines, line => line.StartsWith("webrtc_qos_rtt_seconds_bucket{le=\"0.1\"} 0", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("webrtc_qos_rtt_seconds_bucket{le=\"0.2\"} 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_Resource_NamesServiceVersionAndInstance()
    {
        var lines = await ScrapeAsync("text/plain", _ => { });

        var target = Assert.Single(lines, line => line.StartsWith("target_info{", StringComparison.Ordinal));
        Assert.Contains("service_name=\"default-app\"", target, StringComparison.Ordinal);
        Assert.Matches("service_version=\"[0-9]+\\.[0-9]+\\.[0-9]+", target);
        Assert.Contains($"service_instance_id=\"{Environment.MachineName}-{Environment.ProcessId}\"", target, StringComparison.Ordinal);
    }

    private static void AssertHas(string[] lines, string name, long value) =>
        Assert.Contains(lines, line => Regex.IsMatch(line, $"^{name}({{}})? {value}( |$)"));

    private static async Task<string[]> ScrapeAsync(string accept, Action<Meter> record)
    {
        await using var app = await DefaultApp.StartAsync();
        record(app.Services.GetRequiredService<IMeterFactory>().Create("M4sh.Test"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await app.GetTestClient().SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return body.Split('\n');
    }
}
