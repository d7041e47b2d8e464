using System.Diagnostics;
using System.Diagnostics.Metrics;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.ServiceDefaults;

namespace M4sh.QosWorker;

/// <summary>What the worker alone can tell.</summary>
public sealed class WorkerTelemetry
{
    public const string Name = "M4sh.QosWorker";

    internal static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _samplesPruned;
    private readonly Counter<long> _issues;
    private long _sessionsActive = -1;
    private double _rollupLag = double.NaN;

    public WorkerTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Name);
        _samplesPruned = meter.CreateCounter<long>(WebRtcInstruments.QosSamplesPruned, description: "Raw QoS samples that were pruned");
        _issues = meter.CreateCounter<long>(WebRtcInstruments.QosIssues, description: "Issues found in calls, as bad as they were then");
        meter.CreateObservableGauge(WebRtcInstruments.SessionsActive, ObserveSessionsActive, description: "Sessions that have not ended");
        meter.CreateObservableGauge(WebRtcInstruments.QosRollupLag, ObserveRollupLag, description: "Age of the oldest sample that is in no rollup yet");

        // From the start, so that a rate can be taken over the first pruning.
        _samplesPruned.Add(0);
    }

    public void CountIssue(IssueType type, IssueSeverity severity) =>
        _issues.Add(1, new("type", SnakeCase.Write(type)), new("severity", SnakeCase.Write(severity)));

    public void CountPruned(long samples) => _samplesPruned.Add(samples);

    /// <param name="count">Null when it is not known: better no number than an old one.</param>
    public void SetSessionsActive(long? count) => Volatile.Write(ref _sessionsActive, count ?? -1);

    /// <param name="lag">Null when it is not known.</param>
    public void SetRollupLag(TimeSpan? lag) => Volatile.Write(ref _rollupLag, lag?.TotalSeconds ?? double.NaN);

    private IEnumerable<Measurement<double>> ObserveRollupLag() =>
        Volatile.Read(ref _rollupLag) is var lag && double.IsNaN(lag) ? [] : [new(lag)];

    private IEnumerable<Measurement<long>> ObserveSessionsActive() =>
        Volatile.Read(ref _sessionsActive) is >= 0 and var count ? [new(count)] : [];
}
