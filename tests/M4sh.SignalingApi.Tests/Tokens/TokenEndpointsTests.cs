using System.Net;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Tokens;

public sealed class TokenEndpointsTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Refresh_OwnToken_GivesASuccessorOnce()
    {
        var (session, host, _) = await StartCallAsync();
        var old = await ReadAsync<TokenResponse>(PostAsync(host, $"sessions/{session.Id}/token/", """{"permissions": ["audio"], "ttl": 120}"""));

        var next = await ReadAsync<TokenResponse>(PostAsync(host, $"sessions/{session.Id}/token/refresh/", Body(old.Token)));

        Assert.Equal([MediaPermission.Audio], next.Permissions);
        var (_, payload) = TestTokens.Decode(next.Token);
        Assert.Equal(120, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(next.Token));
        await AssertProblemAsync(SendNegotiateAsync(old.Token), ErrorCodes.TokenRevoked);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/refresh/", Body(old.Token)), ErrorCodes.TokenRevoked);
    }

    [Fact]
    public async Task Refresh_TokensThatAreNotTheCallers_AreRefused()
    {
        var (session, host, guest) = await StartCallAsync();
        var (other, otherHost, _) = await StartCallAsync();
        var guests = (await JoinAsync(guest, session.Id)).Token;
        var elsewhere = (await JoinAsync(otherHost, other.Id)).Token;

        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/refresh/", Body(guests)), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/refresh/", Body(elsewhere)), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/refresh/", Body("no.jwt.this")), ErrorCodes.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(guests));
    }

    [Fact]
    public async Task Refresh_ExpiredToken_IsTokenExpired()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Fixture.StartReplica("later", services: services => services.AddSingleton<TimeProvider>(clock));
        var (session, host, _) = await StartCallAsync();
        var token = await ReadAsync<TokenResponse>(PostAsync(host, $"sessions/{session.Id}/token/", """{"ttl": 60}"""));

        // Far beyond its life: its clock stood still from before the token was issued.
        clock.Advance(TimeSpan.FromMinutes(10));
        await AssertProblemAsync(
            PostAsync(replica.As(session.CreatedBy), $"sessions/{session.Id}/token/refresh/", Body(token.Token)), ErrorCodes.TokenExpired);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(replica.As(session.CreatedBy), $"sessions/{session.Id}/token/revoke/", Body(token.Token))).StatusCode);
    }

    [Fact]
    public async Task Revoke_OwnToken_OpensNothingMoreButOthersDo()
    {
        var (session, _, guest) = await StartCallAsync();
        var (first, second) = ((await JoinAsync(guest, session.Id)).Token, (await JoinAsync(guest, session.Id)).Token);

        await AssertNoContentAsync(PostAsync(guest, $"sessions/{session.Id}/token/revoke/", Body(first)));
        await AssertNoContentAsync(PostAsync(guest, $"sessions/{session.Id}/token/revoke/", Body(first)));

        await AssertProblemAsync(SendNegotiateAsync(first), ErrorCodes.TokenRevoked);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(second));
    }

    [Fact]
    public async Task Revoke_AnothersToken_IsTheCreatorsAndAdminsToDo()
    {
        var (session, host, guest) = await StartCallAsync();
        var (hosts, guests) = ((await JoinAsync(host, session.Id)).Token, (await JoinAsync(guest, session.Id)).Token);

        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/token/revoke/", Body(hosts)), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(Api.As(NewUser("stranger")), $"sessions/{session.Id}/token/revoke/", Body(hosts)), ErrorCodes.NotFound);
        await AssertNoContentAsync(PostAsync(host, $"sessions/{session.Id}/token/revoke/", Body(guests)));
        await AssertNoContentAsync(PostAsync(Api.As(NewUser("boss"), admin: true), $"sessions/{session.Id}/token/revoke/", Body(hosts)));

        await AssertProblemAsync(SendNegotiateAsync(guests), ErrorCodes.TokenRevoked);
        await AssertProblemAsync(SendNegotiateAsync(hosts), ErrorCodes.TokenRevoked);
    }

    [Fact]
    public async Task Revoke_User_BarsItUntilAnAdminAllowsItAgain()
    {
        var (session, host, guest) = await StartCallAsync();
        var join = await JoinAsync(guest, session.Id);
        var (old, userId) = (join.Token, join.Participant.UserId);
        var admin = Api.As(NewUser("boss"), admin: true);

        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/token/revoke/", $$"""{"user_id": "{{session.CreatedBy}}"}"""), ErrorCodes.Forbidden);
        await AssertNoContentAsync(PostAsync(host, $"sessions/{session.Id}/token/revoke/", $$"""{"user_id": "{{userId}}"}"""));

        await AssertProblemAsync(SendNegotiateAsync(old), ErrorCodes.TokenRevoked);
        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/join/"), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/token/"), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/token/refresh/", Body(old)), ErrorCodes.Forbidden);
        var seen = await ReadAsync<Session>(GetAsync(host, $"sessions/{session.Id}/"));
        Assert.NotNull(seen.Participants.Single(participant => participant.UserId == userId).LeftAt);

        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/allow/", $$"""{"user_id": "{{userId}}"}"""), ErrorCodes.Forbidden);
        var stranger = Api.As(NewUser("stranger"));
        await AssertProblemAsync(PostAsync(stranger, $"sessions/{session.Id}/token/allow/", $$"""{"user_id": "{{userId}}"}"""), ErrorCodes.NotFound);
        await AssertNoContentAsync(PostAsync(admin, $"sessions/{session.Id}/token/allow/", $$"""{"user_id": "{{userId}}"}"""));

        // All of it within a second or two: the new token counts, the old one does not.
        var fresh = await ReadAsync<TokenResponse>(PostAsync(guest, $"sessions/{session.Id}/token/"));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(fresh.Token));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync((await JoinAsync(guest, session.Id)).Token));
        await AssertProblemAsync(SendNegotiateAsync(old), ErrorCodes.TokenRevoked);
    }

    [Fact]
    public async Task Revoke_SameSecond_TellsTheOldTokenFromTheNew()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Fixture.StartReplica("frozen", services: services => services.AddSingleton<TimeProvider>(clock));
        var (session, _, guest) = await StartCallAsync();
        var userId = (await JoinAsync(guest, session.Id)).Participant.UserId;
        var (frozenGuest, admin) = (replica.As(userId), replica.As(NewUser("boss"), admin: true));
        for (var i = 0; i < 3; i++)
        {
            var old = (await JoinAsync(frozenGuest, session.Id)).Token;
            await AssertNoContentAsync(PostAsync(admin, $"sessions/{session.Id}/token/revoke/", $$"""{"user_id": "{{userId}}"}"""));
            await AssertNoContentAsync(PostAsync(admin, $"sessions/{session.Id}/token/allow/", $$"""{"user_id": "{{userId}}"}"""));
            var fresh = (await JoinAsync(frozenGuest, session.Id)).Token;
            await AssertProblemAsync(SendNegotiateAsync(old, replica), ErrorCodes.TokenRevoked);
            Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(fresh, replica));
        }
    }

    [Fact]
    public async Task Revoke_BothUsersOfACall_EndsItTokenRevoked()
    {
        var (session, _, guest) = await StartCallAsync();
        var guestId = (await JoinAsync(guest, session.Id)).Participant.UserId;
        var admin = Api.As(NewUser("boss"), admin: true);
        foreach (var userId in new[] { guestId, session.CreatedBy })
            await AssertNoContentAsync(PostAsync(admin, $"sessions/{session.Id}/token/revoke/", $$"""{"user_id": "{{userId}}"}"""));

        var ended = await ReadAsync<Session>(GetAsync(admin, $"sessions/{session.Id}/"));
        Assert.Equal((SessionStatus.Ended, EndReason.TokenRevoked), (ended.Status, ended.EndReason!.Value));
    }

    [Fact]
    public async Task Leave_Token_IsRevokedAndANewOneCounts()
    {
        var (session, _, guest) = await StartCallAsync();
        var old = (await JoinAsync(guest, session.Id)).Token;
        await ReadAsync<Session>(PostAsync(guest, $"sessions/{session.Id}/leave/"));
        await AssertProblemAsync(SendNegotiateAsync(old), ErrorCodes.TokenRevoked);

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync((await JoinAsync(guest, session.Id)).Token));
        await AssertProblemAsync(SendNegotiateAsync(old), ErrorCodes.TokenRevoked);
    }

    [Theory]
    [InlineData("refresh", "{}", "token")]
    [InlineData("refresh", """{"token": 5}""", "token")]
    [InlineData("refresh", """{"token": ""}""", "token")]
    [InlineData("revoke", "{}", "token")]
    [InlineData("revoke", """{"token": "x", "user_id": "u"}""", "token")]
    [InlineData("revoke", """{"user_id": ""}""", "user_id")]
    [InlineData("revoke", """{"user_id": ["u"]}""", "user_id")]
    [InlineData("allow", "{}", "user_id")]
    [InlineData("allow", """{"user_id": null}""", "user_id")]
    public async Task Token_BadBody_IsInvalidRequest(string endpoint, string body, string member)
    {
        var (session, _, _) = await StartCallAsync();
        var caller = Api.As(session.CreatedBy, admin: true);
        await AssertProblemAsync(PostAsync(caller, $"sessions/{session.Id}/token/{endpoint}/", body), ErrorCodes.InvalidRequest, member);
    }

    private static string Body(string token) => $$"""{"token": "{{token}}"}""";

    private static async Task AssertNoContentAsync(Task<HttpResponseMessage> response)
    {
        using var received = await response;
        Assert.True(received.StatusCode == HttpStatusCode.NoContent, await received.Content.ReadAsStringAsync(Cancelled));
    }

    private async Task<HttpStatusCode> NegotiateAsync(string token, ApiReplica? replica = null)
    {
        using var response = await SendNegotiateAsync(token, replica);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> SendNegotiateAsync(string token, ApiReplica? replica = null) =>
        PostAsync((replica ?? Api).With(token), "/hubs/signaling/negotiate?negotiateVersion=1");
}
