using M4sh.ServiceDefaults;

namespace M4sh.Console.SystemStatus;

/// <summary>What one scrape of a replica says. Counters are as they stand; a series that has not begun is zero. A gauge that is not there is null.</summary>
public sealed record ReplicaNumbers
{
    private const string TargetInfo = "target_info";
    private const string Requests = "http_server_request_duration_seconds_count";
    private const string Cpu = "dotnet_process_cpu_time_seconds_total";
    private const string Memory = "dotnet_process_memory_working_set_bytes";

    private static readonly HashSet<string> Names =
    [
        TargetInfo, Requests, Cpu, Memory,
        WebRtcInstruments.SignalingMessages, WebRtcInstruments.SignalingRelay + "_sum", WebRtcInstruments.SignalingRelay + "_count",
        WebRtcInstruments.QosRtt + "_count", WebRtcInstruments.PeersConnected, WebRtcInstruments.SignalingMessagesWaiting,
        WebRtcInstruments.QosSamplesWaiting, WebRtcInstruments.QosSamplesWaitingLimit, WebRtcInstruments.SessionsActive, WebRtcInstruments.QosRollupLag,
    ];

    /// <summary>When it was read, as <see cref="TimeProvider.GetTimestamp"/> says it.</summary>
    public required long Timestamp { get; init; }

    public string? Version { get; init; }

    public double MessagesTotal { get; init; }

    public double RelaysTotal { get; init; }

    public double RelaySecondsTotal { get; init; }

    public double SamplesTotal { get; init; }

    public double RequestsTotal { get; init; }

    /// <summary>Those that were answered 5xx.</summary>
    public double FailuresTotal { get; init; }

    public double CpuSecondsTotal { get; init; }

    public double? MemoryBytes { get; init; }

    public double? Peers { get; init; }

    public double? MessagesWaiting { get; init; }

    public double? SamplesWaiting { get; init; }

    public double? SamplesWaitingLimit { get; init; }

    public double? SessionsActive { get; init; }

    public TimeSpan? RollupLag { get; init; }

    /// <returns>Null: this is nothing that a service of M4sh would say.</returns>
    public static ReplicaNumbers? Read(string metrics, long timestamp)
    {
        var samples = PrometheusText.Read(metrics, Names).ToLookup(sample => sample.Name, StringComparer.Ordinal);
        return samples.Count == 0 ? null : new()
        {
            Timestamp = timestamp,
            Version = samples[TargetInfo].FirstOrDefault()?.Labels.GetValueOrDefault("service_version"),
            MessagesTotal = Sum(WebRtcInstruments.SignalingMessages),
            RelaysTotal = Sum(WebRtcInstruments.SignalingRelay + "_count"),
            RelaySecondsTotal = Sum(WebRtcInstruments.SignalingRelay + "_sum"),
            SamplesTotal = Sum(WebRtcInstruments.QosRtt + "_count"),
            RequestsTotal = Sum(Requests),
            FailuresTotal = samples[Requests].Where(IsFailure).Sum(sample => sample.Value),
            CpuSecondsTotal = Sum(Cpu),
            MemoryBytes = Gauge(Memory),
            Peers = Gauge(WebRtcInstruments.PeersConnected),
            MessagesWaiting = Gauge(WebRtcInstruments.SignalingMessagesWaiting),
            SamplesWaiting = Gauge(WebRtcInstruments.QosSamplesWaiting),
            SamplesWaitingLimit = Gauge(WebRtcInstruments.QosSamplesWaitingLimit),
            SessionsActive = Gauge(WebRtcInstruments.SessionsActive),
            RollupLag = Gauge(WebRtcInstruments.QosRollupLag) is { } lag ? TimeSpan.FromSeconds(lag) : null,
        };

        double Sum(string name) => samples[name].Sum(sample => sample.Value);

        double? Gauge(string name) => samples[name].FirstOrDefault()?.Value is { } value && double.IsFinite(value) ? value : null;
    }

    private static bool IsFailure(PrometheusSample sample) =>
        sample.Labels.GetValueOrDefault("http_response_status_code")?.StartsWith('5') == true;
}
