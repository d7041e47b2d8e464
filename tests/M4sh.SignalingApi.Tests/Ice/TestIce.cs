using M4sh.Contracts.Ice;
using M4sh.SignalingApi.Ice;
using M4sh.Turn;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Ice;

/// <summary>The issuing of ICE servers, at one moment, with TURN servers that live and die as the test says.</summary>
internal sealed class TestIce : ITurnProbe, IDisposable
{
    private readonly IceServerProviders _servers;
    private readonly TurnServerWatch _watch;
    private readonly IceServerService _service;

    public TestIce(WebRtcOptions options)
    {
        var configured = Options.Create(options);
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1893553445 - 3600));
        _servers = new(configured);
        _watch = new(_servers, this, configured, clock, NullLogger<TurnServerWatch>.Instance);
        _service = new(_servers, _watch, configured, clock);
    }

    public HashSet<string> Dead { get; } = [];

    public IceServersResponse Issue() => _service.Issue("ann");

    /// <summary>The addresses of relays that are offered.</summary>
    public string[] Turn() => [.. Issue().IceServers.Skip(1).SelectMany(server => server.Urls)];

    public Task LookAsync() => _watch.RunCycleAsync(TestContext.Current.CancellationToken);

    /// <summary>What the health check tells beside its status.</summary>
    public async Task<object?> HealthAsync(string name = "state") =>
        (await new TurnHealthCheck(_servers, _watch).CheckHealthAsync(new HealthCheckContext())).Data.GetValueOrDefault(name);

    public void Dispose() => _watch.Dispose();

    public Task<string?> ProbeAsync(string url, CancellationToken cancellationToken) =>
        Dead.Contains(url) ? throw new StunException(0, "dead") : Task.FromResult<string?>("A server 1.0");
}
