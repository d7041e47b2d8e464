using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Errors;

public static class ErrorExtensions
{
    public static IServiceCollection AddErrors(this IServiceCollection services)
    {
        services.AddOptions<FailureOptions>().BindConfiguration(FailureOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services.AddExceptionHandler<ProblemExceptionHandler>();
    }

    /// <summary>Exceptions and bare status codes leave as problem details.</summary>
    public static IApplicationBuilder UseErrors(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            // ProblemExceptionHandler handles and logs them all; this only has to be there.
            ExceptionHandler = static _ => Task.CompletedTask,
            SuppressDiagnosticsCallback = static _ => true,
        })
        .UseStatusCodePages(static pages =>
        {
            var status = pages.HttpContext.Response.StatusCode;
            var (code, detail) = status switch
            {
                StatusCodes.Status401Unauthorized => AuthFailure.Of(pages.HttpContext),
                StatusCodes.Status403Forbidden => (ErrorCodes.Forbidden, "This is not yours to do."),
                StatusCodes.Status404NotFound => (ErrorCodes.NotFound, "There is nothing at this address."),
                StatusCodes.Status405MethodNotAllowed => (ErrorCodes.InvalidRequest, "This address does not take this method."),
                StatusCodes.Status413PayloadTooLarge => (ErrorCodes.PayloadTooLarge, "The body is too large."),
                StatusCodes.Status503ServiceUnavailable => (ErrorCodes.Unavailable, "Try again."),
                >= 500 => (null, "Something went wrong on our side."),
                _ => ((string?)ErrorCodes.InvalidRequest, "The request cannot be read."),
            };
            return Problems.WriteAsync(pages.HttpContext, status, code, detail);
        });
}
