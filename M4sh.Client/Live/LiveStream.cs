using System.Net.ServerSentEvents;
using System.Text.Json;
using M4sh.Client.Http;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;

namespace M4sh.Client.Live;

/// <summary>One opening of the stream.</summary>
internal sealed class LiveStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<LiveUpdate?>> _items;

    private LiveStream(HttpResponseMessage response, Stream body, CancellationToken cancellationToken) =>
        (_response, _items) = (response, SseParser.Create(body, Parse).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken));

    /// <summary>Why it ended; null: in good order.</summary>
    public M4shApiException? Failure { get; private set; }

    public static async Task<LiveStream> OpenAsync(ApiTransport api, LiveOptions options, CancellationToken cancellationToken)
    {
        var response = await api.OpenAsync("/live/", "text/event-stream", cancellationToken);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new(response, new SilenceStream(body, options.SilenceLimit, options.TimeProvider), cancellationToken);
    }

    /// <summary>The next update; null at the end.</summary>
    public async Task<LiveUpdate?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _items.MoveNextAsync())
            {
                if (_items.Current.Data is { } update)
                    return update;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or JsonException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Failure = new(ErrorCodes.Unavailable, 0, "The live stream broke.", exception);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        _response.Dispose();
    }

    // Unknown events are ignored (PROTOCOL.md §1).
    private static LiveUpdate? Parse(string name, ReadOnlySpan<byte> data) => name switch
    {
        LiveEvents.Session => new SessionUpdate(Read<Session>(data)),
        LiveEvents.Quality => new QualityUpdate(Read<LiveQuality>(data)),
        _ => null,
    };

    private static T Read<T>(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, ApiTransport.TypeOf<T>()) ?? throw new JsonException("An event's data is null.");
}
