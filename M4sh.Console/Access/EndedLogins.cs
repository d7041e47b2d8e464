using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.Console.Access;

/// <summary>In Redis, as long as a cookie of the login could still be good. While Redis is away a login holds: its cookie is deleted all the same.</summary>
/// <remarks>Whether Redis is there is asked first: else every request would wait until it is given up.</remarks>
internal sealed partial class EndedLogins(IConnectionMultiplexer redis, IOptions<LoginOptions> options, ILogger<EndedLogins> logger) : IEndedLogins
{
    public async Task EndAsync(string login)
    {
        if (!redis.IsConnected)
        {
            Log.NotEnded(logger, null);
            return;
        }

        try
        {
            await redis.GetDatabase().StringSetAsync(KeyOf(login), "", options.Value.Lifetime);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotEnded(logger, exception);
        }
    }

    public async Task<bool> IsEndedAsync(string login)
    {
        if (!redis.IsConnected)
            return false;

        try
        {
            return await redis.GetDatabase().KeyExistsAsync(KeyOf(login));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotAsked(logger, exception);
            return false;
        }
    }

    private static string KeyOf(string login) => $"m4sh:console:ended:{login}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis was not told that a login ended: pages of it that are open stay open")]
        public static partial void NotEnded(ILogger logger, Exception? exception);

        [LoggerMessage(2, LogLevel.Warning, "Redis did not say whether a login ended: it holds")]
        public static partial void NotAsked(ILogger logger, Exception exception);
    }
}
