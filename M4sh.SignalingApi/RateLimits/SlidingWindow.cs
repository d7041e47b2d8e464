using System.Globalization;
using M4sh.SignalingApi.Telemetry;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.SignalingApi.RateLimits;

/// <summary>
/// An exact sliding window over all replicas: Redis keeps the times of the last N requests that were let through, newest first, and the
/// N-th of them has to be out of the window. Requests that are refused do not count. One call, atomic; a key holds N times at most and is
/// gone a window after the last.
/// </summary>
internal sealed class SlidingWindow(IConnectionMultiplexer redis, IOptions<RateLimitOptions> options, TimeProvider time)
{
    // Times are microseconds, compared as numbers (exact up to 2^53) and stored as the text they came as. The newest is never newer than
    // what follows it, so a replica whose clock is behind counts from the time of the one that is ahead.
    private const string Script =
        """
        local limit = tonumber(ARGV[2])
        local window = tonumber(ARGV[3])
        local now = ARGV[1]
        local newest = redis.call('LINDEX', KEYS[1], 0)
        if newest and tonumber(newest) > tonumber(now) then now = newest end
        local oldest = redis.call('LINDEX', KEYS[1], limit - 1)
        if oldest then
            local wait = tonumber(oldest) + window - tonumber(now)
            if wait > 0 then return wait end
        end
        redis.call('LPUSH', KEYS[1], now)
        redis.call('LTRIM', KEYS[1], 0, limit - 1)
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 0
        """;

    /// <summary>Counts a request, if there is a place for it.</summary>
    /// <param name="subject">Whose requests these are.</param>
    /// <param name="limit">How many of them there may be.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="window">In which time; that of all REST requests unless given.</param>
    /// <returns>Zero, or how long until there is one.</returns>
    public async Task<TimeSpan> TakeAsync(string subject, int limit, CancellationToken cancellationToken, TimeSpan? window = null)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var within = window ?? options.Value.Window;
        RedisKey[] keys = [$"m4sh:rate:{subject}"];
        RedisValue[] arguments =
        [
            now.ToString(CultureInfo.InvariantCulture), limit, (long)within.TotalMicroseconds, (long)Math.Ceiling(within.TotalMilliseconds),
        ];
        var wait = (long)await redis.GetDatabase().ScriptEvaluateAsync(Script, keys, arguments).TracedAsync("EVALSHA", "rate.take");
        return TimeSpan.FromMicroseconds(wait);
    }
}
