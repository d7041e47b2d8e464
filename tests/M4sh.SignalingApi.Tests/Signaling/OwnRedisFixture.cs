using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Two replicas with a Redis of their own, for tests that cut it.</summary>
public sealed class OwnRedisFixture : SignalingFixture
{
    private readonly RedisServer _redis;
    private bool _started;

    public OwnRedisFixture(PostgresServer postgres)
        : this(postgres, new())
    {
    }

    private OwnRedisFixture(PostgresServer postgres, RedisServer redis)
        : base(postgres, redis) => _redis = redis;

    public string RedisConnection => _redis.ConnectionString;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_started)
            await _redis.InitializeAsync();

        _started = true;
        await base.StartAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
