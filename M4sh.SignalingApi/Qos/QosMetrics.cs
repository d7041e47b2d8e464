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

    public QosMetrics(IMeterFactory meters, QosQueue queue)
    {
        var meter = meters.Create(MeterName);
        _rtt = Create(meter, WebRtcInstruments.QosRtt, "Round-trip time.");
        _packetLoss = Create(meter, WebRtcInstruments.QosPacketLoss, "Packets lost, in percent.");
        _jitter = Create(meter, WebRtcInstruments.QosJitter, "Jitter.");
        meter.CreateObservableGauge(WebRtcInstruments.QosSamplesWaiting, () => queue.Waiting, unit: null, "This replica's samples that wait to be stored.");
        meter.CreateObservableGauge(WebRtcInstruments.QosSamplesWaitingLimit, () => queue.Limit, unit: null, "How many may wait, before more are refused.");
    }

    public void Record(QosSample sample)
    {
        _rtt.Record(sample.RttMs / 1000);
        _packetLoss.Record(sample.PacketLossPct);
        _jitter.Record(sample.JitterMs / 1000);
    }

    // No unit: the name holds it. The bounds of the buckets are the views' of WebRtcInstruments.
    private static Histogram<double> Create(Meter meter, string name, string description) =>
        meter.CreateHistogram<double>(name, unit: null, description);
}
