using System.Net;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Client.Tests.Http;

public sealed class M4shClientTests
{
    private const string SessionId = "0199a1b2-c3d4-7000-8000-000000000001";

    private const string SessionJson = $$"""
        {"id":"{{SessionId}}","lesson_id":"l1","status":"waiting","created_by":"ann","created_at":"2026-01-02T03:04:05Z",
         "connected_at":null,"ended_at":null,"end_reason":null,"max_participants":2,"participants":[],"metadata":{},"added_later":1}
        """;

    private static readonly Guid Id = Guid.Parse(SessionId);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateSession_Lesson_PostsWithTokenAndReadsTheSession()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.Created, SessionJson);

        var session = await http.ClientOf("t-ann").CreateSessionAsync(new() { LessonId = "l1" }, Cancel);

        var (method, path, authorization, body) = Assert.Single(http.Requests);
        Assert.Equal((HttpMethod.Post, "/api/v1/webrtc/sessions/", "Bearer t-ann"), (method, path, authorization));
        Assert.Contains("\"lesson_id\":\"l1\"", body, StringComparison.Ordinal);
        Assert.Equal((Id, SessionStatus.Waiting, "ann"), (session.Id, session.Status, session.CreatedBy));
    }

    [Fact]
    public async Task ListSessions_Filters_AreInTheQuery()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.OK, """{"items":[]}""");

        await http.ClientOf("t").ListSessionsAsync(SessionStatus.Connected, "a b&c", 5, "c=", Cancel);

        Assert.Equal("/api/v1/webrtc/sessions/?status=connected&lesson_id=a%20b%26c&limit=5&cursor=c%3D", http.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task GetQuality_Window_IsInUtcAndSeconds()
    {
        using var http = FakeHttpHandler.Answering(
            HttpStatusCode.OK,
            """{"from":"2026-01-02T03:00:00Z","to":"2026-01-02T04:00:00Z","samples":0,"overall":{"samples":0},"participants":{},"series":[]}""");

        await http.ClientOf("t").GetQualityAsync(
            Id, from: new(2026, 1, 2, 5, 0, 0, TimeSpan.FromHours(2)), bucket: TimeSpan.FromMinutes(1), cancellationToken: Cancel);

        Assert.Equal(
            $"/api/v1/webrtc/sessions/{SessionId}/quality/?from=2026-01-02T03%3A00%3A00Z&bucket=60", http.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task SendQuality_Samples_AreABatch()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.Created, """{"quality":"good","recommendation":"480p","mos":4.2}""");

        var assessment = await http.ClientOf("t").SendQualityAsync(Id, [new() { RttMs = 120, PacketLossPct = 0, JitterMs = 3 }], Cancel);

        Assert.Equal("""{"samples":[{"rtt_ms":120,"packet_loss_pct":0,"jitter_ms":3}]}""", http.Requests[0].Body);
        Assert.Equal(new QualityAssessment(QualityLevel.Good, VideoRecommendation.P480, 4.2), assessment);
    }

    [Fact]
    public async Task Call_Problem_ThrowsItsCodeErrorsAndRetryAfter()
    {
        using var http = new FakeHttpHandler(_ => new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Headers = { RetryAfter = new(TimeSpan.FromSeconds(7)) },
            Content = new StringContent(
                """{"title":"T","status":429,"detail":"Slow down.","code":"rate_limited","errors":{"limit":["too big"]}}""",
                System.Text.Encoding.UTF8,
                "application/problem+json"),
        });

        var failure = await Assert.ThrowsAsync<M4shApiException>(() => http.ClientOf("t").GetSessionAsync(Id, Cancel));

        Assert.Equal(("rate_limited", 429, "Slow down.", TimeSpan.FromSeconds(7)), (failure.Code, failure.Status, failure.Detail, failure.RetryAfter));
        Assert.Equal("too big", failure.Errors["limit"][0]);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, "unavailable")]
    [InlineData(HttpStatusCode.NotFound, "not_found")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "payload_too_large")]
    public async Task Call_FailureWithoutProblem_ThrowsTheCodeOfTheStatus(HttpStatusCode status, string code)
    {
        using var http = FakeHttpHandler.Answering(status, "<html>", "text/html");

        var failure = await Assert.ThrowsAsync<M4shApiException>(() => http.ClientOf("t").GetSessionAsync(Id, Cancel));

        Assert.Equal((code, (int)status), (failure.Code, failure.Status));
    }

    [Fact]
    public async Task GetEvents_SeveralPages_AreReadToTheEnd()
    {
        using var http = new FakeHttpHandler(request => new(HttpStatusCode.OK)
        {
            Content = new StringContent(request.RequestUri!.Query.Length == 0
                ? """{"items":[{"at":"2026-01-02T03:04:05Z","type":"created"}],"next_cursor":"7"}"""
                : """{"items":[{"at":"2026-01-02T03:04:06Z","type":"joined"}]}"""),
        });

        var timeline = await http.ClientOf("t").GetEventsAsync(Id, Cancel);

        Assert.Equal(["created", "joined"], timeline.Items.Select(item => item.Type));
        Assert.EndsWith("/events/?cursor=7", http.Requests[^1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_NoAnswer_ThrowsUnavailable()
    {
        using var http = new FakeHttpHandler(_ => throw new HttpRequestException("refused"));

        var failure = await Assert.ThrowsAsync<M4shApiException>(() => http.ClientOf("t").GetEventsAsync(Id, Cancel));

        Assert.Equal(("unavailable", 0), (failure.Code, failure.Status));
    }

    [Fact]
    public async Task Call_AnswerThatIsNoSession_ThrowsUnavailable()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.OK, """{"id":"x"}""");

        var failure = await Assert.ThrowsAsync<M4shApiException>(() => http.ClientOf("t").GetSessionAsync(Id, Cancel));

        Assert.Equal("unavailable", failure.Code);
    }

    [Fact]
    public async Task Call_Cancelled_ThrowsOperationCanceled()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.OK, SessionJson);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.ClientOf("t").GetSessionAsync(Id, cancelled.Token));
    }

    [Fact]
    public async Task Factory_TwoUsers_CallWithTheirOwnTokens()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.OK, SessionJson);
        await using var provider = new ServiceCollection()
            .AddM4shClient(options => options.BaseAddress = new("http://elsewhere.test"))
            .ConfigurePrimaryHttpMessageHandler(() => http)
            .Services.BuildServiceProvider();
        var factory = provider.GetRequiredService<M4shClientFactory>();

        await factory.Create(_ => ValueTask.FromResult("ann")).GetSessionAsync(Id, Cancel);
        await factory.Create(_ => ValueTask.FromResult("bob")).GetSessionAsync(Id, Cancel);

        Assert.Equal(["Bearer ann", "Bearer bob"], http.Requests.Select(request => request.Authorization));
    }
}
