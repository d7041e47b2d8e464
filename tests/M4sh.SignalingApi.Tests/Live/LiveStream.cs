namespace M4sh.SignalingApi.Tests.Live;

/// <summary>A client of <c>GET /live</c>.</summary>
internal sealed class LiveStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private LiveStream(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    public static async Task<LiveStream> OpenAsync(ApiReplica replica, CancellationToken cancellationToken)
    {
        var client = replica.As("boss", admin: true);
        var response = await client.GetAsync(new Uri("live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = new LiveStream(response, new(await response.Content.ReadAsStreamAsync(cancellationToken)));

        // The first beat comes once it is subscribed.
        await stream.NextCommentAsync(cancellationToken);
        return stream;
    }

    public async Task<(string Id, string Event, string Data)> NextAsync(CancellationToken cancellationToken)
    {
        var members = new Dictionary<string, string>();
        while (await LineAsync(cancellationToken) is var line)
        {
            if (line.Length == 0 && members.Count > 0)
                break;
            if (line.Length > 0 && line[0] != ':')
                members.Add(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 2)..]);
        }

        return (members["id"], members["event"], members["data"]);
    }

    public async Task NextCommentAsync(CancellationToken cancellationToken)
    {
        while (!(await LineAsync(cancellationToken)).StartsWith(':'))
            continue;
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        while (await _reader.ReadLineAsync(cancellationToken) is not null)
            continue;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken) =>
        await _reader.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The stream has ended.");
}
