using M4sh.SignalingApi.Telemetry;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>Runs a room's scripts, one round trip each.</summary>
internal sealed class RoomRedis(IConnectionMultiplexer redis, TimeProvider time)
{
    /// <summary>Of a room's keys, in seconds: longer than a session can last; an ended one's keys are deleted at once.</summary>
    public const long TimeToLive = 48 * 3_600;

    private const string Unknown = "NOSCRIPT";

    public IDatabase Database => redis.GetDatabase();

    public async Task<RedisResult[]> RunAsync(RoomScript script, RedisKey[] keys, RedisValue[] arguments) =>
        (RedisResult[])(await EvaluateAsync(script, keys, arguments).TracedAsync("EVALSHA", script.Name))!;

    public string NewEpoch() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Unix time in milliseconds.</summary>
    public long In(TimeSpan span) => (time.GetUtcNow() + span).ToUnixTimeMilliseconds();

    public static PeerPlaces Places(RedisResult flat)
    {
        var parts = (string[])flat!;
        var places = new PeerPlaces(parts.Length / 2);
        for (var i = 0; i < parts.Length; i += 2)
            places[parts[i]] = Peers.PeerPlace.Parse(parts[i + 1]);

        return places;
    }

    public static Peers.PeerPlace? Place(RedisResult text) => (string)text! is { Length: > 0 } place ? Peers.PeerPlace.Parse(place) : null;

    /// <summary>By its hash: by its text, the client would look the hash up with every call, and hash the text for that.</summary>
    private async Task<RedisResult> EvaluateAsync(RoomScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await Database.ScriptEvaluateAsync(script.Hash, keys, arguments);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith(Unknown, StringComparison.Ordinal))
        {
            // A Redis that has not run it yet, or not since it was started.
            return await Database.ScriptEvaluateAsync(script.Text, keys, arguments);
        }
    }
}
