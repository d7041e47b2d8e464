using System.Security.Claims;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Live;

internal static partial class LiveEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapLiveEndpoints(this IEndpointRouteBuilder api) => api.MapGet("/live/", StreamAsync)
        .RequireAuthorization(PlatformTokenDefaults.AdminPolicy)
        .Produces<string>(contentType: "text/event-stream")
        .WithTags("Live")
        .WithSummary("Session and quality changes of all replicas, as server-sent events.");

    private static async Task StreamAsync(
        HttpContext context, ClaimsPrincipal user, LiveFeed feed, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<LiveFeed> logger)
    {
        await using var subscription = await feed.SubscribeAsync();
        using var expired = new CancellationTokenSource(Remaining(user, time), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, expired.Token);
        await using var timer = time.CreateTimer(_ => subscription.Beat(), null, Heartbeat, Heartbeat);

        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        subscription.Beat();
        try
        {
            // Not the writing is cancelled at its end: Kestrel would close the connection in the middle of the response.
            while (await subscription.Frames.WaitToReadAsync(ended.Token))
            {
                while (subscription.Frames.TryRead(out var frame))
                    await response.Body.WriteAsync(frame, context.RequestAborted);

                await response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, its token ended, or we stop: a stream has no other end.
        }
        catch (SlowClientException)
        {
            // It may connect again, and read the sessions as they are then.
            Log.TooSlow(logger);
            context.Abort();
        }
    }

    private static TimeSpan Remaining(ClaimsPrincipal user, TimeProvider time)
    {
        var left = user.ExpiresAt() + TokenChecks.ClockSkew - time.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > MaxStream ? MaxStream : left;
    }

    // What a timer can hold is 49 days.
    private static readonly TimeSpan MaxStream = TimeSpan.FromDays(1);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A client of the live stream does not read as fast as things happen; it is closed")]
        public static partial void TooSlow(ILogger logger);
    }
}
