using System.Diagnostics.Metrics;
using M4sh.Contracts.Qos;
using M4sh.ServiceDefaults;

namespace M4sh.SignalingApi.Qos;

/// <summary>The calls' quality as Prometheus sees it.</summary>
public sealed class QosMetrics
{
    public const string MeterName = "M4sh.Qos";

    private readonly Histogram<double> _rtt;
    private readonly Histogram<double> _packetLoss;
    private readonly Histogram<double> _jitter;

    public QosMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _rtt = Create(meter, WebRtcInstruments.QosRtt, "Round-trip time.", [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2, 5]);
        _packetLoss = Create(meter, WebRtcInstruments.QosPacketLoss, "Packets lost, in percent.", [0, 0.1, 0.5, 1, 2, 3, 5, 10, 20, 50, 100]);
        _jitter = Create(meter, WebRtcInstruments.QosJitter, "Jitter.", [0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1]);
    }

    public void Record(QosSample sample)
    {
        _rtt.Record(sample.RttMs / 1000);
        _packetLoss.Record(sample.PacketLossPct);
        _jitter.Record(sample.JitterMs / 1000);
    }

    // No unit: the name holds it.
    private static Histogram<double> Create(Meter meter, string name, string description, IReadOnlyList<double> boundaries) =>
        meter.CreateHistogram(name, unit: null, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
