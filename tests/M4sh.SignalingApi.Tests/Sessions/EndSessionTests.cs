using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class EndSessionTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task End_Creator_IsEndedByHostAndFreesThePlaces()
    {
        var (session, host, guest) = await StartCallAsync();

        var ended = await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/end/", """{"reason": "the bell rang"}"""));

        Assert.Equal((SessionStatus.Ended, EndReason.EndedByHost), (ended.Status, ended.EndReason!.Value));
        Assert.NotNull(ended.EndedAt);
        Assert.All(ended.Participants, participant => Assert.Equal(ended.EndedAt, participant.LeftAt));
        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/join/"), ErrorCodes.SessionEnded);
        var timeline = await ReadAsync<SessionTimeline>(GetAsync(host, $"sessions/{session.Id}/events/"));
        var last = timeline.Items[^1];
        Assert.Equal(("ended", session.CreatedBy), (last.Type, last.UserId));
        Assert.Equal("ended_by_host", last.Data!.Value.GetProperty("reason").GetString());
        Assert.Equal("the bell rang", last.Data!.Value.GetProperty("text").GetString());
    }

    [Fact]
    public async Task End_Admin_IsAdmin()
    {
        var (session, _, _) = await StartCallAsync();
        var ended = await ReadAsync<Session>(PostAsync(Api.As(NewUser("boss"), admin: true), $"sessions/{session.Id}/end/"));
        Assert.Equal(EndReason.Admin, ended.EndReason);
    }

    [Fact]
    public async Task End_Again_ChangesNothing()
    {
        var (session, host, _) = await StartCallAsync();
        var first = await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/end/"));
        var second = await ReadAsync<Session>(PostAsync(Api.As(NewUser("boss"), admin: true), $"sessions/{session.Id}/end/"));
        Assert.Equal((first.EndedAt, first.EndReason), (second.EndedAt, second.EndReason));
    }

    [Fact]
    public async Task End_OthersAndStrangers_AreForbiddenAndNotFound()
    {
        var (session, _, guest) = await StartCallAsync();
        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/end/"), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(Api.As(NewUser("stranger")), $"sessions/{session.Id}/end/"), ErrorCodes.NotFound);
    }

    [Fact]
    public async Task End_BadBody_IsInvalidRequest()
    {
        var (session, host, _) = await StartCallAsync();
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/end/", """{"reason": 1}"""), ErrorCodes.InvalidRequest, "reason");
        var longReason = $$"""{"reason": "{{new string('x', 257)}}"}""";
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/end/", longReason), ErrorCodes.InvalidRequest, "reason");
    }
}
