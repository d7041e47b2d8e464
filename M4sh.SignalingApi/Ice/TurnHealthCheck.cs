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
        var result = states.Count == 0 ? Healthy("stun_only", "No TURN server is configured: calls get STUN only.")
            : states.TrueForAll(state => state.IsUp) ? Healthy("relay", "All TURN servers answer.")
            : Degraded(states.Exists(state => state.IsUp) ? "relay_in_part" : "relay_unreachable");
        return Task.FromResult(result);
    }

    private static HealthCheckResult Healthy(string state, string description) => HealthCheckResult.Healthy(description, Data(state));

    private static HealthCheckResult Degraded(string state) => HealthCheckResult.Degraded("A TURN server does not answer.", data: Data(state));

    private static Dictionary<string, object> Data(string state) => new() { ["state"] = state };
}
