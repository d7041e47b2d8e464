using System.Net;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class ParticipationTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Join_HostThenGuest_DecidesRolesAndPoliteness()
    {
        var (host, guest) = (NewUser("host"), NewUser("guest"));
        var session = await CreateAsync(Api.As(host));

        var first = await JoinAsync(Api.As(host, "Hedy"), session.Id);
        var before = TimeProvider.System.GetUtcNow();
        var second = await ReadAsync<JoinSessionResponse>(
            PostAsync(Api.As(guest, "Guido"), $"sessions/{session.Id}/join", """{"display_name": "G"}"""));

        Assert.Equal((ParticipantRole.Host, false, "Hedy"), (first.Participant.Role, first.Polite, first.Participant.DisplayName));
        Assert.Equal(SessionStatus.Waiting, first.Session.Status);
        Assert.Equal((ParticipantRole.Guest, true, "G"), (second.Participant.Role, second.Polite, second.Participant.DisplayName));
        Assert.Equal(SessionStatus.Connecting, second.Session.Status);
        Assert.Equal([host, guest], second.Session.Participants.Select(participant => participant.UserId));
        Assert.Equal([MediaPermission.Audio, MediaPermission.Video, MediaPermission.ScreenShare], second.Permissions);
        Assert.Equal($"{Api.Address}hubs/signaling", second.HubUrl);
        Assert.Equal($"ws://{Api.Address.Authority}/ws/webrtc/{session.Id}/", second.WebsocketUrl);
        Assert.Equal(10, second.IceCandidateTimeout);
        Assert.InRange(second.TokenExpiresAt.AddHours(-1), before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1));
        Assert.NotEmpty(second.IceServers);
    }

    [Fact]
    public async Task Join_GuestBeforeCreator_MakesTheCreatorTheOnlyHost()
    {
        var (host, guest) = (NewUser("host"), NewUser("guest"));
        var session = await CreateAsync(Api.As(host));

        Assert.Equal(ParticipantRole.Host, (await JoinAsync(Api.As(guest), session.Id)).Participant.Role);
        var joined = await JoinAsync(Api.As(host), session.Id);

        Assert.Equal((ParticipantRole.Host, true), (joined.Participant.Role, joined.Polite));
        Assert.Equal(ParticipantRole.Guest, joined.Session.Participants.Single(participant => participant.UserId == guest).Role);
    }

    [Fact]
    public async Task Join_Again_IsTheSameParticipant()
    {
        var (session, host, _) = await StartCallAsync();

        var again = await JoinAsync(host, session.Id);

        Assert.Equal(session.Participants[0].JoinedAt, again.Participant.JoinedAt);
        Assert.Equal(2, again.Session.Participants.Count);
        Assert.False(again.Polite);
    }

    [Fact]
    public async Task Join_AThird_IsSessionFull()
    {
        var (session, _, _) = await StartCallAsync();
        await AssertProblemAsync(PostAsync(Api.As(NewUser("third")), $"sessions/{session.Id}/join/"), ErrorCodes.SessionFull);
    }

    [Fact]
    public async Task Join_TwentyAtOnceOverTwoReplicas_LetsTwoIn()
    {
        var other = Fixture.StartReplica("replica-2");
        var session = await CreateAsync(Api.As(NewUser("host")));

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            PostAsync((i % 2 == 0 ? Api : other).As(NewUser($"user-{i}")), $"sessions/{session.Id}/join/")));

        Assert.Equal(2, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(18, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        await using var db = Fixture.CreateDbContext();
        var participants = await db.Participants.Where(participant => participant.SessionId == session.Id).ToListAsync(Cancelled);
        Assert.Equal([(short)1, (short)2], participants.Select(participant => participant.Place).Order());
    }

    [Fact]
    public async Task Join_Uninvited_IsNotFound()
    {
        var invitee = NewUser("invitee");
        var session = await CreateAsync(Api.As(NewUser("host")), new() { ["invitees"] = new JsonArray(invitee) });

        await AssertProblemAsync(PostAsync(Api.As(NewUser("stranger")), $"sessions/{session.Id}/join/"), ErrorCodes.NotFound);
        await AssertProblemAsync(PostAsync(Api.As(invitee), $"sessions/{Guid.CreateVersion7()}/join/"), ErrorCodes.NotFound);
        await JoinAsync(Api.As(invitee), session.Id);
    }

    [Theory]
    [InlineData("""{"display_name": ""}""")]
    [InlineData("""{"display_name": 7}""")]
    public async Task Join_BadBody_IsInvalidRequest(string body)
    {
        var host = Api.As(NewUser("host"));
        var session = await CreateAsync(host);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/join/", body), ErrorCodes.InvalidRequest, "display_name");
    }

    [Fact]
    public async Task Leave_OneThenOther_FreesThePlaceThenEnds()
    {
        var (session, host, guest) = await StartCallAsync();

        var left = await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/", """{"reason": "bell"}"""));
        Assert.Equal(SessionStatus.Connecting, left.Status);
        Assert.NotNull(left.Participants[0].LeftAt);
        Assert.Equal(PeerConnectionState.Closed, left.Participants[0].ConnectionState);

        var third = await JoinAsync(Api.As(NewUser("third")), session.Id);
        Assert.False(third.Polite);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/join/"), ErrorCodes.SessionFull);

        await ReadAsync<Session>(PostAsync(guest, $"sessions/{session.Id}/leave/"));
        var ended = await ReadAsync<Session>(PostAsync(Api.As(third.Participant.UserId), $"sessions/{session.Id}/leave/"));
        Assert.Equal((SessionStatus.Ended, EndReason.Hangup), (ended.Status, ended.EndReason));
        Assert.NotNull(ended.EndedAt);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/join/"), ErrorCodes.SessionEnded);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/"), ErrorCodes.SessionEnded);
        await AssertProblemAsync(GetAsync(host, $"sessions/{session.Id}/ice-servers/"), ErrorCodes.SessionEnded);
        Assert.Equal(ended.EndedAt, (await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/"))).EndedAt);
    }

    [Fact]
    public async Task Leave_BadBody_IsInvalidRequest()
    {
        var (session, host, _) = await StartCallAsync();
        await AssertProblemAsync(
            PostAsync(host, $"sessions/{session.Id}/leave/", $$"""{"reason": "{{new string('x', 257)}}"}"""), ErrorCodes.InvalidRequest, "reason");
    }

    [Fact]
    public async Task Events_AfterACall_TellItInOrder()
    {
        var (session, host, guest) = await StartCallAsync();
        await ReportAsync(session.Id, session.Participants[1].UserId, PeerConnectionState.Connected);
        await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/", """{"reason": "bell"}"""));
        await ReadAsync<Session>(PostAsync(guest, $"sessions/{session.Id}/leave/"));

        var timeline = await ReadAsync<SessionTimeline>(GetAsync(host, $"sessions/{session.Id}/events/"));

        Assert.Equal(["created", "joined", "joined", "connecting", "connection_state", "connected", "left", "left", "ended"], TypesOf(timeline));
        Assert.All(timeline.Items, item => Assert.Equal("replica-1", item.Replica));
        Assert.Equal("bell", timeline.Items.First(item => item.Type == "left").Data?.GetProperty("reason").GetString());
        Assert.Equal("hangup", timeline.Items[^1].Data?.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task ReportConnectionState_Connected_AdvancesOnceAndKeepsThePath()
    {
        var (session, host, _) = await StartCallAsync();
        var user = session.Participants[0].UserId;

        Assert.Equal(SessionStatus.Connected, await ReportAsync(session.Id, user, PeerConnectionState.Connected));
        Assert.Null(await ReportAsync(session.Id, user, PeerConnectionState.Disconnected));

        var read = await ReadAsync<Session>(GetAsync(host, $"sessions/{session.Id}/"));
        Assert.Equal(SessionStatus.Connected, read.Status);
        Assert.NotNull(read.ConnectedAt);
        Assert.Equal((PeerConnectionState.Disconnected, NatType.Cone), (read.Participants[0].ConnectionState, read.Participants[0].NatType));
        Assert.Equal("host", read.Participants[0].CandidatePair?.GetProperty("local").GetString());
    }

    [Fact]
    public async Task SetMuted_AudioThenBack_IsRemembered()
    {
        var (session, _, _) = await StartCallAsync();
        var user = session.Participants[0].UserId;
        await using var scope = Api.Services.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<SessionService>();

        await service.SetMutedAsync(session.Id, user, MediaPermission.Audio, true, Cancelled);
        Assert.True((await service.FindAsync(session.Id, user, Cancelled)).Session.Participants[0].AudioMuted);
        await service.SetMutedAsync(session.Id, user, MediaPermission.Audio, false, Cancelled);
        Assert.False((await service.FindAsync(session.Id, user, Cancelled)).Session.Participants[0].AudioMuted);
    }

    [Fact]
    public async Task Find_WithoutAPlace_Throws()
    {
        var (session, host, guest) = await StartCallAsync();
        await using var scope = Api.Services.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<SessionService>();
        async Task<string> CodeAsync(string user) =>
            (await Assert.ThrowsAsync<M4shException>(() => service.FindAsync(session.Id, user, Cancelled))).Code;

        Assert.Equal(ErrorCodes.NotFound, await CodeAsync("stranger"));
        await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/"));
        Assert.Equal(ErrorCodes.NotFound, await CodeAsync(session.Participants[0].UserId));
        await ReadAsync<Session>(PostAsync(guest, $"sessions/{session.Id}/leave/"));
        Assert.Equal(ErrorCodes.SessionEnded, await CodeAsync(session.Participants[0].UserId));
    }

    private async Task<SessionStatus?> ReportAsync(Guid sessionId, string userId, PeerConnectionState state)
    {
        await using var scope = Api.Services.CreateAsyncScope();
        var message = new ConnectionStateMessage
        {
            State = state,
            NatType = NatType.Cone,
            CandidatePair = System.Text.Json.JsonSerializer.SerializeToElement(new JsonObject { ["local"] = "host" }),
        };
        return await scope.ServiceProvider.GetRequiredService<SessionService>().ReportConnectionStateAsync(sessionId, userId, message, Cancelled);
    }
}
