using StackExchange.Redis;

namespace M4sh.SignalingApi.Errors;

/// <summary>What a failing Redis does to a request: it is told <c>unavailable</c> within two seconds.</summary>
internal static class RedisFailures
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1.5);

    public static void Configure(ConfigurationOptions options)
    {
        options.AsyncTimeout = (int)Timeout.TotalMilliseconds;
        options.ConnectTimeout = (int)Timeout.TotalMilliseconds;
    }

    /// <summary>Waits for an answer: the client itself only looks for those that are overdue once a second.</summary>
    public static Task<T> InTimeAsync<T>(this Task<T> answer, CancellationToken cancellationToken) => answer.WaitAsync(Timeout, cancellationToken);
}
