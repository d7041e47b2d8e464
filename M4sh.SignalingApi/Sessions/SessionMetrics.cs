using System.Diagnostics.Metrics;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.ServiceDefaults;

namespace M4sh.SignalingApi.Sessions;

/// <summary>The calls' beginnings and failures as Prometheus sees them.</summary>
public sealed class SessionMetrics
{
    private const string MeterName = "M4sh.Sessions";
    private const string Reason = "reason";

    private readonly Histogram<double> _callSetup;
    private readonly Counter<long> _iceFailures;

    public SessionMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);

        // No units: the names hold them.
        var meter = meters.Create(MeterName);
        _callSetup = meter.CreateHistogram<double>(WebRtcInstruments.CallSetup, unit: null, "From two participants to connected.");
        _iceFailures = meter.CreateCounter<long>(WebRtcInstruments.IceFailures, unit: null, "Calls that ended ice_failed; by any other reason, peers that found no path.");

        // From the start, so that a rate can be taken over the first failure.
        CountIceFailures(0, SnakeCase.Write(EndReason.IceFailed));
        foreach (var reason in Enum.GetValues<IceFailureReason>())
            CountIceFailures(0, SnakeCase.Write(reason));
    }

    public void Connected(TimeSpan setup) => _callSetup.Record(setup.TotalSeconds);

    public void Ended(EndReason? reason)
    {
        if (reason == EndReason.IceFailed)
            CountIceFailures(1, SnakeCase.Write(EndReason.IceFailed));
    }

    /// <summary>A peer that finds no path.</summary>
    public void IceFailed(IceFailureReason reason) => CountIceFailures(1, SnakeCase.Write(reason));

    private void CountIceFailures(long count, string reason) => _iceFailures.Add(count, new KeyValuePair<string, object?>(Reason, reason));
}
