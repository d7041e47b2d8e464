using System.Runtime.CompilerServices;
using M4sh.Client.Http;
using M4sh.Client.Signaling;
using M4sh.Contracts.Errors;

namespace M4sh.Client.Live;

/// <summary>Opens the stream, again and again.</summary>
internal sealed class LiveReader(ApiTransport api, LiveOptions options)
{
    private readonly TimeProvider _time = options.TimeProvider;

    public async IAsyncEnumerable<LiveUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempt = 0;
        while (true)
        {
            var began = _time.GetTimestamp();
            var (stream, failure) = await OpenAsync(cancellationToken);
            if (stream is not null)
            {
                await using (stream)
                {
                    yield return new LiveOpened();
                    while (await stream.NextAsync(cancellationToken) is { } update)
                        yield return update;

                    failure = stream.Failure;
                }
            }

            // One that is cut as soon as it is opened must not be opened all the time.
            attempt = _time.GetElapsedTime(began) > options.MaxReconnectDelay ? 0 : attempt + 1;
            var pause = PauseAfter(attempt, failure);
            yield return new LiveLost(failure, pause);
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    private async Task<(LiveStream? Stream, M4shApiException? Failure)> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await LiveStream.OpenAsync(api, options, cancellationToken), null);
        }
        catch (M4shApiException exception) when (exception.Code is ErrorCodes.Unavailable or ErrorCodes.RateLimited or ErrorCodes.TokenExpired)
        {
            return (null, exception);
        }
    }

    private TimeSpan PauseAfter(int attempt, M4shApiException? failure)
    {
        var pause = ReconnectBackoff.Delay(Math.Max(0, attempt - 1), Random.Shared.NextDouble(), options.ReconnectDelay, options.MaxReconnectDelay);
        return failure?.RetryAfter is { } asked && asked > pause ? asked : pause;
    }
}
