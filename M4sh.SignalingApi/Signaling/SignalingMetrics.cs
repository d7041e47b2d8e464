using System.Diagnostics.Metrics;
using M4sh.ServiceDefaults;
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
        _messages = meter.CreateCounter<long>(WebRtcInstruments.SignalingMessages, unit: null, "Messages from clients.");
        _relay = meter.CreateHistogram<double>(
            WebRtcInstruments.SignalingRelay, unit: null, "From a message's arrival until it is handed over to the other peer.");
        meter.CreateObservableGauge(WebRtcInstruments.PeersConnected, () => peers.Connected, unit: null, "Peers who have joined on this replica.");
        meter.CreateObservableGauge(
            WebRtcInstruments.SignalingMessagesWaiting, () => peers.All.Sum(peer => peer.Outbox.Waiting), unit: null, "What they have yet to be sent.");
    }

    public void Received(string type, string transport) => _messages.Add(1, new("type", type), new("transport", transport));

    public void Relayed(TimeSpan elapsed) => _relay.Record(elapsed.TotalSeconds);
}
