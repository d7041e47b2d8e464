using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace M4sh.SignalingApi.Ice;

/// <summary>
/// Whether calls can be relayed. Without a TURN server they go on as far as STUN gets them, and that is a state, not a failure; one that does not answer
/// degrades the service and does not take it out of use.
/// </summary>
internal sealed class TurnHealthCheck(IceServerProviders servers, TurnServerWatch watch) : IHealthCheck
{
    public const string Name = "turn";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = servers.TurnUrls.Select(watch.StateOf).ToList();
        var up = servers.All.Where(server => server.IsReady).SelectMany(server => server.Urls).Where(IceServerProviders.IsTurn)
            .Distinct(StringComparer.Ordinal).Count(url => watch.StateOf(url).IsUp);
        var version = string.Join(", ", states.Select(state => state.Software).OfType<string>().Distinct(StringComparer.Ordinal));
        var why = servers.All.All(server => server.IsReady) ? "A TURN server does not answer." : "The file of the TURN secrets is not there, or empty.";
        var result = states.Count == 0 ? HealthCheckResult.Healthy("No TURN server is configured: calls get STUN only.", Data("stun_only"))
            : up == states.Count ? HealthCheckResult.Healthy("All TURN servers answer.", Data("relay"))
            : HealthCheckResult.Degraded(why, data: Data(up > 0 ? "relay_in_part" : "relay_unreachable"));
        return Task.FromResult(result);

        Dictionary<string, object> Data(string state) => version.Length == 0 ? new() { ["state"] = state } : new() { ["state"] = state, ["version"] = version };
    }
}
