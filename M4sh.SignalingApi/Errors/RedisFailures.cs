using StackExchange.Redis;

namespace M4sh.SignalingApi.Errors;

/// <summary>What a failing Redis does to a request.</summary>
internal static class RedisFailures
{
    private const int ConnectMilliseconds = 1_000;
    private const int LongestRetryMilliseconds = 2_000;

    public static void Configure(ConfigurationOptions options, IConfiguration configuration)
    {
        var failures = configuration.GetSection(FailureOptions.SectionName).Get<FailureOptions>() ?? new();
        var answerMilliseconds = (int)failures.RedisTimeout.TotalMilliseconds;
        options.ConnectTimeout = Math.Max(ConnectMilliseconds, answerMilliseconds);

        // The service starts without it too, and says so in its health.
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = answerMilliseconds;
        options.SyncTimeout = answerMilliseconds;

        // Timeouts are only looked at with a heartbeat.
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(250);

        // Not on threads of the client's own, which would have to be woken for every answer: nothing here blocks a thread of the pool.
        options.SocketManager = SocketManager.ThreadPool;

        // While it is away, whoever asks is told at once; nothing piles up that would all be sent, late, when it is back.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new ExponentialRetry(ConnectMilliseconds / 4, LongestRetryMilliseconds);
    }
}
