using System.Net;
using System.Net.Http.Headers;
using System.Text;
using M4sh.Client.Live;
using M4sh.Client.Tests.Http;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.Client.Tests.Live;

public sealed class LiveReaderTests
{
    private const string Id = "0199a1b2-c3d4-7000-8000-000000000001";

    private const string Events = $$"""
        :

        id: 1
        event: session
        data: {"id":"{{Id}}","status":"connected","created_by":"ann","created_at":"2026-01-02T03:04:05Z","max_participants":2,"participants":[],"metadata":{} }

        id: 2
        event: added_later
        data: whatever

        id: 3
        event: quality
        data: {"session_id":"{{Id}}","user_id":"ann","at":"2026-01-02T03:04:05Z","quality":"poor","recommendation":"240p","mos":2.5}


        """;

    private static readonly LiveOptions AtOnce = new() { ReconnectDelay = TimeSpan.FromTicks(1), MaxReconnectDelay = TimeSpan.FromMinutes(1) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_Events_AreReadAndUnknownOnesIgnored()
    {
        using var http = Answering(() => Stream(Events));

        await using var updates = Watch(http);

        Assert.IsType<LiveOpened>(await NextAsync(updates));
        Assert.Equal(SessionStatus.Connected, Assert.IsType<SessionUpdate>(await NextAsync(updates)).Session.Status);
        Assert.Equal(("ann", QualityLevel.Poor), Assert.IsType<QualityUpdate>(await NextAsync(updates)).Quality is var quality ? (quality.UserId, quality.Quality) : default);
        var (method, path, authorization, _) = http.Requests[0];
        Assert.Equal((HttpMethod.Get, "/api/v1/webrtc/live/", "Bearer t"), (method, path, authorization));
    }

    [Fact]
    public async Task Watch_StreamEnds_SaysSoAndOpensItAgain()
    {
        using var http = Answering(() => Stream(""));

        await using var updates = Watch(http);

        for (var time = 0; time < 3; time++)
        {
            Assert.IsType<LiveOpened>(await NextAsync(updates));
            Assert.Null(Assert.IsType<LiveLost>(await NextAsync(updates)).Failure);
        }
    }

    [Fact]
    public async Task Watch_ApiAway_IsTriedUntilItIsBack()
    {
        using var http = Answering(
            () => throw new HttpRequestException("refused"),
            () => new(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new(TimeSpan.Zero) } },
            () => Stream(Events));

        await using var updates = Watch(http);

        Assert.Equal("unavailable", Assert.IsType<LiveLost>(await NextAsync(updates)).Failure?.Code);
        Assert.Equal(503, Assert.IsType<LiveLost>(await NextAsync(updates)).Failure?.Status);
        Assert.IsType<LiveOpened>(await NextAsync(updates));
    }

    [Fact]
    public async Task Watch_ServerAsksForAPause_TakesIt()
    {
        using var http = Answering(() => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromHours(1)) } });

        await using var updates = Watch(http);

        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<LiveLost>(await NextAsync(updates)).RetryIn);
    }

    [Fact]
    public async Task Watch_NotAdmin_Throws()
    {
        using var http = Answering(() => new(HttpStatusCode.Forbidden));

        await using var updates = Watch(http);

        Assert.Equal("forbidden", (await Assert.ThrowsAsync<M4shApiException>(() => updates.MoveNextAsync().AsTask())).Code);
    }

    [Theory]
    [InlineData("event: session\ndata: {\"id\":7}\n\n")]
    [InlineData("event: session\ndata: null\n\n")]
    public async Task Watch_EventThatIsNone_BreaksTheStream(string body)
    {
        using var http = Answering(() => Stream(body));

        await using var updates = Watch(http);

        Assert.IsType<LiveOpened>(await NextAsync(updates));
        Assert.Equal("unavailable", Assert.IsType<LiveLost>(await NextAsync(updates)).Failure?.Code);
    }

    [Fact]
    public async Task Watch_Silence_GivesTheStreamUp()
    {
        using var http = Answering(() => Of(new SilentStream()));
        var options = new LiveOptions { SilenceLimit = TimeSpan.FromMilliseconds(20), ReconnectDelay = TimeSpan.FromTicks(1) };

        await using var updates = Watch(http, options);

        Assert.IsType<LiveOpened>(await NextAsync(updates));
        Assert.IsType<IOException>(Assert.IsType<LiveLost>(await NextAsync(updates)).Failure?.InnerException);
        Assert.IsType<LiveOpened>(await NextAsync(updates));
    }

    [Fact]
    public async Task Watch_Cancelled_EndsWithIt()
    {
        using var http = Answering(() => Of(new SilentStream()));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var updates = http.ClientOf("t").WatchLiveAsync(cancellationToken: stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await updates.MoveNextAsync());

        var next = updates.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static IAsyncEnumerator<LiveUpdate> Watch(FakeHttpHandler http, LiveOptions? options = null) =>
        http.ClientOf("t").WatchLiveAsync(options ?? AtOnce, Cancel).GetAsyncEnumerator(Cancel);

    private static async Task<LiveUpdate> NextAsync(IAsyncEnumerator<LiveUpdate> updates)
    {
        Assert.True(await updates.MoveNextAsync());
        return updates.Current;
    }

    // The last one goes on.
    private static FakeHttpHandler Answering(params Func<HttpResponseMessage>[] answers)
    {
        var next = 0;
        return new(_ => answers[Math.Min(next++, answers.Length - 1)]());
    }

    private static HttpResponseMessage Stream(string body) => Of(new MemoryStream(Encoding.UTF8.GetBytes(body)));

    private static HttpResponseMessage Of(Stream body) => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("text/event-stream") } },
    };
}
