using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Http;

/// <summary>
/// How long a request is worked at before its caller is told <c>unavailable</c>, whatever it waits for. A server that does not answer at all is
/// noticed sooner (<see cref="DatabaseFailures"/>, <see cref="RedisFailures"/>); this bounds the sum of many slow answers. It is no shorter because a
/// process that just started needs a while for its first requests. The time that the body takes to arrive is the caller's own.
/// </summary>
internal sealed class RequestDeadline(CancellationTokenSource limit, TimeSpan length)
{
    /// <summary>The request is here as a whole.</summary>
    public void Start() => limit.CancelAfter(length);
}

internal static class RequestDeadlineExtensions
{
    private static readonly object Marker = new RequestDeadlineMetadata();

    /// <summary>These endpoints answer in time. Not for those that stream.</summary>
    public static TBuilder RequireDeadline<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(Marker);

    public static IApplicationBuilder UseRequestDeadline(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequestDeadlineMetadata>() is null ? next(context) : RunAsync(context, next));

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var aborted = context.RequestAborted;
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.RequestServices.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, limit.Token);
        var deadline = new RequestDeadline(limit, context.RequestServices.GetRequiredService<IOptions<FailureOptions>>().Value.RequestDeadline);
        context.Features.Set(deadline);
        if (context.Request.ContentLength is 0 or null && context.Request.Headers.TransferEncoding.Count == 0)
            deadline.Start();

        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            throw new M4shException(ErrorCodes.Unavailable, "This could not be done in time. Try again.") { RetryAfter = ErrorTranslation.RetryAfter };
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }

    private sealed class RequestDeadlineMetadata;
}
