using M4sh.Client;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;

namespace M4sh.Console.Feeds;

/// <summary>A read of the API for a page: it answers in time, or the page says why something is missing.</summary>
internal static class ApiAttempt
{
    /// <summary>A part that takes longer is shown as missing.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <param name="reading">Cancelled after the limit by its caller.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <param name="limit">How long the caller waits; null: <see cref="Limit"/>.</param>
    public static async Task<(T? Value, Problem? Problem)> OfAsync<T>(Task<T> reading, CancellationToken cancellationToken, TimeSpan? limit = null)
        where T : class
    {
        try
        {
            return (await reading, null);
        }
        catch (M4shApiException exception)
        {
            return (null, Problem.From(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Problem.Of(ErrorCodes.Unavailable, $"The API did not answer within {(limit ?? Limit).TotalSeconds:0} seconds."));
        }
    }
}
