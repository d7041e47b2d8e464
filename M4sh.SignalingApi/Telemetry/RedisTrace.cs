using System.Diagnostics;
using Aspire.StackExchange.Redis;

namespace M4sh.SignalingApi.Telemetry;

/// <summary>
/// Spans of the calls to Redis, by OpenTelemetry's conventions for databases (https://opentelemetry.io/docs/specs/semconv/db/redis/). Keys and values
/// are not among the tags: they hold SDP, and ids of sessions and users.
/// </summary>
internal static class RedisTrace
{
    private static readonly ActivitySource Source = new("M4sh.Redis");

    /// <summary>Turns the client integration's own spans off: it would trace every call a second time, and name the scripts by their text.</summary>
    public static void Configure(StackExchangeRedisSettings settings) => settings.DisableTracing = true;

    /// <summary>Traces a call that was just made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="command">The Redis command.</param>
    /// <param name="script">What our script is called, if the command runs one.</param>
    public static Task<T> TracedAsync<T>(this Task<T> call, string command, string? script = null) =>
        Source.HasListeners() ? TraceAsync(call, command, script) : call;

    private static async Task<T> TraceAsync<T>(Task<T> call, string command, string? script)
    {
        using var span = Source.StartActivity(script ?? command, ActivityKind.Client);
        if (span is null)
            return await call;

        span.SetTag("db.system.name", "redis").SetTag("db.operation.name", command).SetTag("db.stored_procedure.name", script);
        try
        {
            return await call;
        }
        catch (Exception exception)
        {
            span.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
