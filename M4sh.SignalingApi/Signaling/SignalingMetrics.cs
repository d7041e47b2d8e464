using System.Diagnostics.Metrics;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling;

/// <summary>Signaling as Prometheus sees it.</summary>
internal sealed class SignalingMetrics
{
    public const string MeterName = "M4sh.Signaling";

    private readonly Counter<long> _messages;
    private readonly Histogram<double> _relay;

    public SignalingMetrics(IMeterFactory meters, LocalPeers peers)
    {
        // No units: the names hold them.
        var meter = meters.Create(MeterName);
        _messages = meter.CreateCounter<long>("webrtc_signaling_messages_total", unit: null, "Messages from clients.");
        _relay = meter.CreateHistogram(
            "webrtc_signaling_relay_seconds", unit: null, "From a message's arrival until it is on its way to the other peer.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] });
        meter.CreateObservableGauge("webrtc_peers_connected", () => peers.Count, unit: null, "This replica's signaling connections.");
    }

    public void Received(string type, string transport) => _messages.Add(1, new("type", type), new("transport", transport));

    public void Relayed(TimeSpan elapsed) => _relay.Record(elapsed.TotalSeconds);
}
