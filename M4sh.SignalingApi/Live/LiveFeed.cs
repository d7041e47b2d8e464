using System.Collections.Concurrent;
using M4sh.Contracts.Live;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Live;

/// <summary>
/// What changes, from all replicas to all that watch: ready-made server-sent events through a channel of Redis. For watching only, so while
/// Redis is away events are lost and nobody waits; what is true is in Postgres.
/// </summary>
public sealed class LiveFeed(IConnectionMultiplexer redis, TimeProvider time)
{
    private const int MaxLevels = 50_000;
    private static readonly RedisChannel Channel = RedisChannel.Literal(LiveFrame.Channel);
    private readonly ConcurrentDictionary<(Guid SessionId, string UserId), QualityLevel> _levels = new();

    public void Publish(Session session) => Publish(LiveEvents.Session, session);

    /// <summary>Tells of a participant's quality when it is not what this replica last saw.</summary>
    public void Publish(Guid sessionId, string userId, QualityAssessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        if (_levels.TryGetValue((sessionId, userId), out var last) && last == assessment.Quality)
            return;

        // To forget only means to tell once more.
        if (_levels.Count >= MaxLevels)
            _levels.Clear();

        _levels[(sessionId, userId)] = assessment.Quality;
        Publish(LiveEvents.Quality, new LiveQuality
        {
            SessionId = sessionId,
            UserId = userId,
            At = time.GetUtcNow(),
            Quality = assessment.Quality,
            Recommendation = assessment.Recommendation,
            Mos = assessment.Mos,
        });
    }

    /// <summary>The events from now on.</summary>
    internal async Task<LiveSubscription> SubscribeAsync()
    {
        var queue = await redis.GetSubscriber().SubscribeAsync(Channel);
        var subscription = new LiveSubscription { Unsubscribe = () => queue.UnsubscribeAsync() };
        queue.OnMessage(message => subscription.Offer((ReadOnlyMemory<byte>)message.Message));
        return subscription;
    }

    private void Publish<T>(string name, T data) =>
        redis.GetSubscriber().Publish(Channel, LiveFrame.Write(name, data, time.GetUtcNow()), CommandFlags.FireAndForget);
}
