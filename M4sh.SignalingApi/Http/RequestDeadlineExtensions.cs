using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Http;

internal static class RequestDeadlineExtensions
{
    private static readonly object Marker = new RequestDeadlineMetadata();

    /// <summary>
    /// These endpoints answer in time. Not for those that stream, nor for handlers that write to the response, or change the request, themselves: theirs may
    /// have been answered, and the context be another request's.
    /// </summary>
    public static RouteGroupBuilder RequireDeadline(this RouteGroupBuilder endpoints) => endpoints
        .WithMetadata(Marker)
        .AddEndpointFilter(static async (context, next) =>
            await context.HttpContext.Features.GetRequiredFeature<RequestDeadline>().RunAsync(() => next(context).AsTask()));

    public static IApplicationBuilder UseRequestDeadline(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequestDeadlineMetadata>() is null ? next(context) : RunAsync(context, next));

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var (services, aborted) = (context.RequestServices, context.RequestAborted);
        var deadline = new RequestDeadline(
            services.GetRequiredService<IOptions<FailureOptions>>().Value, services.GetRequiredService<TimeProvider>(), aborted);

        // Of its own, since work that is not waited for any more still uses it.
        var scope = services.CreateAsyncScope();
        context.Features.Set(deadline);
        (context.RequestServices, context.RequestAborted) = (scope.ServiceProvider, deadline.Stop);
        try
        {
            await next(context);
        }
        finally
        {
            (context.RequestServices, context.RequestAborted) = (services, aborted);
            await ReleaseAsync(deadline, scope);
        }
    }

    private static Task ReleaseAsync(RequestDeadline deadline, AsyncServiceScope scope)
    {
        var released = EndAsync();

        // The answer waits for work that has ended, and for no other.
        return deadline.IsWorking ? Task.CompletedTask : released;

        async Task EndAsync()
        {
            await deadline.EndAsync();
            await scope.DisposeAsync();
            deadline.Dispose();
        }
    }

    private sealed class RequestDeadlineMetadata;
}
