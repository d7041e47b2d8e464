using StackExchange.Redis;

namespace M4sh.SignalingApi.Errors;

/// <summary>What a failing Redis does to a request: it is told <c>unavailable</c> within two seconds.</summary>
internal static class RedisFailures
{
    private const int TimeoutMilliseconds = 1500;

    public static void Configure(ConfigurationOptions options)
    {
        options.AsyncTimeout = TimeoutMilliseconds;
        options.ConnectTimeout = TimeoutMilliseconds;
    }
}
