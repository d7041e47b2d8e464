using System.Net;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Tokens;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.RateLimits;

/// <summary>Holds REST to its limits, before anything is done for a request but telling whose it is. While Redis is away: <c>unavailable</c>.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, SlidingWindow window, IOptions<RateLimitOptions> options)
{
    private static readonly PathString Rest = "/api/v1/webrtc";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Rest, StringComparison.OrdinalIgnoreCase))
        {
            var (subject, limit) = Of(context);
            var wait = await window.TakeAsync(subject, limit, context.RequestAborted);
            if (wait > TimeSpan.Zero)
            {
                await Problems.WriteAsync(context, new(ErrorCodes.RateLimited, "Too many requests.") { RetryAfter = wait });
                return;
            }
        }

        await next(context);
    }

    private (string Subject, int Limit) Of(HttpContext context)
    {
        var limits = options.Value;
        var user = context.User;
        if (user.Identity?.IsAuthenticated != true)
            return ($"address:{Address(context)}", limits.AnonymousRequests);
        if (context.GetEndpoint()?.Metadata.GetMetadata<CountedApartAttribute>() is not null)
            return ($"quality:{user.UserId()}", limits.QualityRequests);

        return ($"user:{user.UserId()}", user.IsAdmin() ? limits.AdminRequests : limits.Requests);
    }

    private static IPAddress? Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
        var address => address,
    };
}
