using M4sh.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Two replicas on one database and one Redis.</summary>
public class SignalingFixture(PostgresServer postgres, RedisServer redis) : IAsyncDisposable
{
    private readonly ApiFixture _api = new(postgres, redis);
    private ApiReplica? _second;

    public ApiReplica First => _api.Api;

    /// <summary>To the replicas' database.</summary>
    public string ConnectionString => _api.ConnectionString;

    public ApiReplica Second => _second ?? throw new InvalidOperationException("StartAsync was not called.");

    public virtual async Task StartAsync(CancellationToken cancellationToken)
    {
        await _api.StartAsync(cancellationToken);
        _second ??= _api.StartReplica("replica-2");
    }

    /// <summary>One more, with settings or services of its own.</summary>
    public ApiReplica StartReplica(string name, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null) =>
        _api.StartReplica(name, settings: settings, services: services);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _api.DisposeAsync();
    }
}
