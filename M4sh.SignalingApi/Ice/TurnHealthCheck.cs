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
        var version = string.Join(", ", states.Select(state => state.Software).OfType<string>().Distinct(StringComparer.Ordinal));
        var result = states.Count == 0 ? HealthCheckResult.Healthy("No TURN server is configured: calls get STUN only.", Data("stun_only"))
            : servers.All.Any(server => !server.IsReady) ? HealthCheckResult.Degraded(
                "The file of the TURN secrets is not there, or empty.", data: Data(servers.All.Any(server => server.IsReady && server.Urls.Any(IceServerProviders.IsTurn)) ? "relay_in_part" : "relay_unreachable"))
            : states.TrueForAll(state => state.IsUp) ? HealthCheckResult.Healthy("All TURN servers answer.", Data("relay"))
            : HealthCheckResult.Degraded(
                "A TURN server does not answer.", data: Data(states.Exists(state => state.IsUp) ? "relay_in_part" : "relay_unreachable"));
        return Task.FromResult(result);

        Dictionary<string, object> Data(string state) => version.Length == 0 ? new() { ["state"] = state } : new() { ["state"] = state, ["version"] = version };
    }
}
