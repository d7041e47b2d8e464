using M4sh.Contracts.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace M4sh.SignalingApi.Errors;

/// <summary>Every exception of a REST request becomes problem details here, and nowhere else.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var known = ErrorTranslation.Translate(exception);

        // The caller is gone: nobody reads an answer, and what was cut off on its way is not broken.
        if (httpContext.RequestAborted.IsCancellationRequested && (exception is OperationCanceledException || known is not null))
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (known is null)
        {
            Log.Unexpected(logger, exception);
            await Problems.WriteAsync(httpContext, StatusCodes.Status500InternalServerError, null, "Something went wrong on our side.");
            return true;
        }

        if (known.Code == ErrorCodes.Unavailable)
            Log.Unavailable(logger, exception);

        await Problems.WriteAsync(httpContext, known);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A request failed")]
        public static partial void Unexpected(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Warning, "A request failed because a service it needs does not answer")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
