using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class SessionEndpointsTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Create_EmptyBody_AnswersNewSessionWithLocation()
    {
        var user = NewUser("host");
        using var response = await PostAsync(Api.As(user), "sessions/");

        var session = await ReadAsync<Session>(Task.FromResult(response), HttpStatusCode.Created);
        Assert.Equal($"/api/v1/webrtc/sessions/{session.Id}/", response.Headers.Location?.ToString());
        Assert.Equal(7, session.Id.Version);
        Assert.Equal(SessionStatus.Waiting, session.Status);
        Assert.Equal(user, session.CreatedBy);
        Assert.Equal(2, session.MaxParticipants);
        Assert.Equal("{}", session.Metadata.GetRawText());
        Assert.Empty(session.Participants);
    }

    [Fact]
    public async Task Create_EveryMember_IsKept()
    {
        var client = Api.As(NewUser("host"));
        var created = await CreateAsync(client, new()
        {
            ["lesson_id"] = NewUser("lesson"),
            ["metadata"] = new JsonObject { ["course"] = "fr", ["n"] = 1 },
            ["invitees"] = new JsonArray("a", "b"),
            ["permissions"] = new JsonObject { ["guest"] = new JsonArray("audio") },
        });

        var session = await ReadAsync<Session>(GetAsync(client, $"sessions/{created.Id}/"));
        Assert.Equal(created.LessonId, session.LessonId);
        Assert.Equal("fr", session.Metadata.GetProperty("course").GetString());
    }

    [Theory]
    [InlineData("""{"lesson_id": ""}""", "lesson_id")]
    [InlineData("""{"lesson_id": 5}""", "lesson_id")]
    [InlineData("""{"metadata": []}""", "metadata")]
    [InlineData("""{"metadata": {"a": "\u0000"}}""", null)]
    [InlineData("""{"lesson_id": "a\u0000"}""", "lesson_id")]
    [InlineData("""{"metadata": {"a": "\ud800"}}""", null)]
    [InlineData("""{"invitees": ["1","2","3","4","5","6","7","8","9"]}""", "invitees")]
    [InlineData("""{"invitees": ["1", ""]}""", "invitees[1]")]
    [InlineData("""{"permissions": {"host": ["smell"]}}""", "permissions.host[0]")]
    [InlineData("""{"permissions": {"guest": ["audio", "audio"]}}""", "permissions.guest")]
    [InlineData("""{"lesson_id": "a", "lesson_id": "b"}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("""null""", null)]
    [InlineData("""{"lesson_id": """, null)]
    public async Task Create_BadBody_IsInvalidRequest(string body, string? member) =>
        await AssertProblemAsync(PostAsync(Api.As(NewUser("host")), "sessions/", body), ErrorCodes.InvalidRequest, member);

    [Fact]
    public async Task Create_MetadataThatIsNoUtf8_IsInvalidRequest()
    {
        using var body = new ByteArrayContent([.. "{\"metadata\": {\"a\": \""u8, 0xff, .. "\"}}"u8]);
        await AssertProblemAsync(Api.As(NewUser("host")).PostAsync(new Uri("sessions/", UriKind.Relative), body, Cancelled), ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task Create_MetadataOver8KiB_IsInvalidRequest() => await AssertProblemAsync(
        PostAsync(Api.As(NewUser("host")), "sessions/", $$$"""{"metadata": {"a": "{{{new string('x', 8 * 1024)}}}"}}"""),
        ErrorCodes.InvalidRequest, "metadata");

    [Fact]
    public async Task Create_MetadataNestedAsDeepAsAllowed_IsListed()
    {
        var client = Api.As(NewUser("host"));
        using var created = await PostAsync(client, "sessions/", $$"""{"metadata": {{Nested(16)}}}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        Assert.Equal(Nested(16), Assert.Single((await ReadAsync<SessionPage>(GetAsync(client, "sessions/"))).Items).Metadata.GetRawText());
    }

    [Fact]
    public async Task Create_MetadataNestedDeeper_IsInvalidRequest() => await AssertProblemAsync(
        PostAsync(Api.As(NewUser("host")), "sessions/", $$"""{"metadata": {{Nested(17)}}}"""), ErrorCodes.InvalidRequest, "metadata");

    [Fact]
    public async Task Create_LessonWithOpenSession_AnswersThatSessionToItsOwn()
    {
        var (host, guest, stranger) = (Api.As(NewUser("host")), Api.As(NewUser("guest")), Api.As(NewUser("stranger")));
        var body = new JsonObject { ["lesson_id"] = NewUser("lesson") };
        var session = await CreateAsync(host, body);
        await JoinAsync(guest, session.Id);

        Assert.Equal(session.Id, (await ReadAsync<Session>(PostAsync(host, "sessions/", body.ToJsonString()))).Id);
        Assert.Equal(session.Id, (await ReadAsync<Session>(PostAsync(guest, "sessions/", body.ToJsonString()))).Id);
        Assert.Equal(session.Id, (await ReadAsync<Session>(PostAsync(Api.As(NewUser("admin"), admin: true), "sessions/", body.ToJsonString()))).Id);
        await AssertProblemAsync(PostAsync(stranger, "sessions/", body.ToJsonString()), ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Create_LessonWhoseSessionEnded_AnswersNewOne()
    {
        var host = Api.As(NewUser("host"));
        var body = new JsonObject { ["lesson_id"] = NewUser("lesson") };
        var first = await CreateAsync(host, body);
        await JoinAsync(host, first.Id);
        await ReadAsync<Session>(PostAsync(host, $"sessions/{first.Id}/leave/"));

        Assert.NotEqual(first.Id, (await CreateAsync(host, body)).Id);
    }

    [Fact]
    public async Task Create_SameLessonEightTimesAtOnce_IsOneSession()
    {
        var host = Api.As(NewUser("host"));
        var body = new JsonObject { ["lesson_id"] = NewUser("lesson") }.ToJsonString();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(host, "sessions/", body)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        var sessions = await Task.WhenAll(responses.Select(response => ReadAsync<Session>(Task.FromResult(response), response.StatusCode)));
        Assert.Single(sessions.Select(session => session.Id).Distinct());
    }

    [Fact]
    public async Task Get_Sessions_AreSeenByTheirOwnOnly()
    {
        var (host, guest, invitee) = (Api.As(NewUser("host")), Api.As(NewUser("guest")), NewUser("invitee"));
        var open = await CreateAsync(host);
        await JoinAsync(guest, open.Id);
        var closed = await CreateAsync(host, new() { ["invitees"] = new JsonArray(invitee) });

        await ReadAsync<Session>(GetAsync(guest, $"sessions/{open.Id}/"));
        await ReadAsync<Session>(GetAsync(Api.As(invitee), $"sessions/{closed.Id}"));
        await ReadAsync<Session>(GetAsync(Api.As(NewUser("admin"), admin: true), $"sessions/{closed.Id}/"));
        await AssertProblemAsync(GetAsync(guest, $"sessions/{closed.Id}/"), ErrorCodes.NotFound);
        await AssertProblemAsync(GetAsync(host, $"sessions/{Guid.CreateVersion7()}/"), ErrorCodes.NotFound);
        await AssertProblemAsync(GetAsync(host, "sessions/no-uuid/"), ErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("ice-servers/")]
    [InlineData("events/")]
    [InlineData("quality/")]
    public async Task Get_OfAStranger_IsNotFound(string page)
    {
        var session = await CreateAsync(Api.As(NewUser("host")));
        await AssertProblemAsync(GetAsync(Api.As(NewUser("stranger")), $"sessions/{session.Id}/{page}"), ErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("leave/", "{}")]
    [InlineData("token/", "{}")]
    [InlineData("quality/", """{"rtt_ms": 1, "packet_loss_pct": 0, "jitter_ms": 1}""")]
    public async Task Post_OfOneWithoutAPlace_IsNotFoundOrForbidden(string page, string body)
    {
        var host = Api.As(NewUser("host"));
        var session = await CreateAsync(host);
        await AssertProblemAsync(PostAsync(Api.As(NewUser("stranger")), $"sessions/{session.Id}/{page}", body), ErrorCodes.NotFound);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/{page}", body), ErrorCodes.Forbidden);
    }

    [Fact]
    public async Task List_ByPages_IsNewestFirstAndOnlyOnesOwn()
    {
        var host = Api.As(NewUser("host"));
        var lesson = NewUser("lesson");
        await CreateAsync(Api.As(NewUser("stranger")));
        List<Guid> made = [];
        for (var i = 0; i < 4; i++)
        {
            made.Add((await CreateAsync(host)).Id);
        }

        made.Add((await CreateAsync(host, new() { ["lesson_id"] = lesson })).Id);
        await JoinAsync(host, made[0]);
        await JoinAsync(Api.As(NewUser("guest")), made[0]);

        var first = await ReadAsync<SessionPage>(GetAsync(host, "sessions/?limit=3"));
        var second = await ReadAsync<SessionPage>(GetAsync(host, $"sessions/?limit=3&cursor={first.NextCursor}"));
        Assert.Equal(made.AsEnumerable().Order().Reverse(), first.Items.Concat(second.Items).Select(session => session.Id));
        Assert.Null(second.NextCursor);
        Assert.Equal(made[^1], Assert.Single((await ReadAsync<SessionPage>(GetAsync(host, $"sessions/?lesson_id={lesson}"))).Items).Id);
        Assert.Equal(made[0], Assert.Single((await ReadAsync<SessionPage>(GetAsync(host, "sessions/?status=connecting"))).Items).Id);
    }

    [Theory]
    [InlineData("status=closed", "status")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=here", "cursor")]
    [InlineData("lesson_id=", "lesson_id")]
    public async Task List_BadQuery_IsInvalidRequest(string query, string member) =>
        await AssertProblemAsync(GetAsync(Api.As(NewUser("host")), $"sessions/?{query}"), ErrorCodes.InvalidRequest, member);

    [Theory]
    [InlineData("{0:N}")]
    [InlineData("{{{0}}}")]
    [InlineData("({0})")]
    [InlineData("%20{0}")]
    public async Task Id_InAnotherFormOfAUuid_IsNotFoundAndNoCursor(string form)
    {
        var host = Api.As(NewUser("host"));
        var session = await CreateAsync(host);
        var id = string.Format(CultureInfo.InvariantCulture, form, session.Id);

        await AssertProblemAsync(GetAsync(host, $"sessions/{id}/"), ErrorCodes.NotFound);
        await AssertProblemAsync(GetAsync(host, $"sessions/?cursor={id}"), ErrorCodes.InvalidRequest, "cursor");
    }

    [Fact]
    public async Task Id_InUpperCase_IsTheSame()
    {
        var host = Api.As(NewUser("host"));
        var session = await CreateAsync(host);

        var upper = session.Id.ToString().ToUpperInvariant();
        Assert.Equal(session.Id, (await ReadAsync<Session>(GetAsync(host, $"sessions/{upper}/"))).Id);
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
}
