using OpenTelemetry.Metrics;

namespace M4sh.ServiceDefaults;

/// <summary>
/// The names of PROTOCOL.md §7 and others of their kind, the same in OpenTelemetry and in Prometheus.
/// <para>
/// The Prometheus exporter appends the unit (<c>s</c> becomes <c>_seconds</c>) and, to a counter, <c>_total</c>, unless the name already ends so.
/// So declare an instrument by its full name here and <b>without a unit</b>:
/// <c>meter.CreateHistogram&lt;double&gt;(WebRtcInstruments.QosRtt)</c>, values in seconds;
/// <c>meter.CreateCounter&lt;long&gt;(WebRtcInstruments.SignalingMessages)</c>; gauges as <c>ObservableGauge</c> or <c>UpDownCounter</c>, never as a
/// <c>Counter</c>. The meter's name begins with <c>M4sh.</c>, or nothing is exported.
/// </para>
/// </summary>
public static class WebRtcInstruments
{
    /// <summary>Histogram, seconds.</summary>
    public const string QosRtt = "webrtc_qos_rtt_seconds";

    /// <summary>Histogram, percent.</summary>
    public const string QosPacketLoss = "webrtc_qos_packet_loss_pct";

    /// <summary>Histogram, seconds.</summary>
    public const string QosJitter = "webrtc_qos_jitter_seconds";

    /// <summary>Histogram, seconds from a message's arrival to its hand-over to the other peer's connection.</summary>
    public const string SignalingRelay = "webrtc_signaling_relay_seconds";

    /// <summary>Histogram, seconds from two participants to <c>connected</c>.</summary>
    public const string CallSetup = "webrtc_call_setup_seconds";

    /// <summary>Gauge of the peers who have joined on a replica.</summary>
    public const string PeersConnected = "webrtc_peers_connected";

    /// <summary>Gauge of sessions that have not ended; from the QosWorker only, every replica of it the same number.</summary>
    public const string SessionsActive = "webrtc_sessions_active";

    /// <summary>Counter by <c>type</c> and <c>transport</c>.</summary>
    public const string SignalingMessages = "webrtc_signaling_messages_total";

    /// <summary>Counter by <c>reason</c>.</summary>
    public const string IceFailures = "webrtc_ice_failures_total";

    /// <summary>Counter of raw samples that were pruned.</summary>
    public const string QosSamplesPruned = "webrtc_qos_samples_pruned_total";

    /// <summary>Counter by <c>type</c> and <c>severity</c>: not in the contract's list, but of its kind.</summary>
    public const string QosIssues = "webrtc_qos_issues_total";

    /// <summary>Gauge of a replica's samples that wait to be stored: not in the contract's list, as are those below.</summary>
    public const string QosSamplesWaiting = "webrtc_qos_samples_waiting";

    /// <summary>Gauge of how many may wait, before more are refused.</summary>
    public const string QosSamplesWaitingLimit = "webrtc_qos_samples_waiting_limit";

    /// <summary>Gauge of what a replica has yet to write to its signaling connections.</summary>
    public const string SignalingMessagesWaiting = "webrtc_signaling_messages_waiting";

    /// <summary>Gauge, seconds, the age of the oldest sample that is in no rollup yet; from the QosWorker only, every replica of it the same number.</summary>
    public const string QosRollupLag = "webrtc_qos_rollup_lag_seconds";

    // The thresholds of excellent, good and poor (PROTOCOL.md §7) are bounds, so that a query can count the calls between them.
    private static readonly Dictionary<string, double[]> Buckets = new()
    {
        [QosRtt] = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1, 2, 5],
        [QosPacketLoss] = [0, 0.1, 0.5, 1, 2, 3, 5, 10, 20, 50, 100],
        [QosJitter] = [0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1],
        [SignalingRelay] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        [CallSetup] = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30],
    };

    internal static MeterProviderBuilder AddWebRtcViews(this MeterProviderBuilder metrics)
    {
        foreach (var (name, bounds) in Buckets)
        {
            metrics.AddView(name, new ExplicitBucketHistogramConfiguration { Boundaries = bounds });
        }

        return metrics;
    }
}
