using System.Net;
using Microsoft.Extensions.Http.Resilience;

namespace M4sh.ServiceDefaults;

internal static class RetryExtensions
{
    /// <summary>
    /// A POST that got no answer may have been done: its caller knows whether to send it again. One that was answered 503 with <c>Retry-After</c> is sent
    /// again then, as the answer says.
    /// </summary>
    public static void DisableForUnansweredPosts(this HttpRetryStrategyOptions retry)
    {
        retry.DisableForUnsafeHttpMethods();
        var isSafe = retry.ShouldHandle;
        retry.ShouldHandle = async attempt =>
            attempt.Outcome.Result is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null } || await isSafe(attempt);
    }
}
