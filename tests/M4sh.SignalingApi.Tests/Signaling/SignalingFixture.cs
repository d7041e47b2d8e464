using M4sh.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Two replicas on one database and one Redis.</summary>
public sealed class SignalingFixture(PostgresServer postgres, RedisServer redis) : IAsyncDisposable
{
    private readonly ApiFixture _api = new(postgres, redis);
    private ApiReplica? _second;

    public ApiReplica First => _api.Api;

    public ApiReplica Second => _second ?? throw new InvalidOperationException("StartAsync was not called.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _api.StartAsync(cancellationToken);
        _second ??= _api.StartReplica("replica-2");
    }

    /// <summary>A replica of the test's own.</summary>
    public ApiReplica Start(string name, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services = null) =>
        _api.StartReplica(name, settings: settings, services: services);

    public ValueTask DisposeAsync() => _api.DisposeAsync();
}
