using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Tests.Signaling.Sockets;
using M4sh.SignalingApi.Tests.Tokens;
using M4sh.SignalingApi.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class RevocationTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Revoke_Token_ClosesItsConnectionOnTheOtherReplica()
    {
        var (host, guest) = await StartCallAsync();
        var peer = await ConnectAsync(Second, guest);

        await ApiAs(host.Participant.UserId).RevokeTokenAsync(guest.Session.Id, guest.Token, Cancel);

        await AssertStoppedAsync(peer);
    }

    [Fact]
    public async Task Revoke_OtherToken_LeavesTheConnection()
    {
        var (host, guest) = await StartCallAsync();
        var api = ApiAs(guest.Participant.UserId);
        var other = await api.IssueTokenAsync(guest.Session.Id, null, Cancel);
        var (first, second) = (await ConnectAsync(First, host), await ConnectAsync(Second, guest));
        await first.NextAsync<PeerJoined>(Cancel);

        await api.RevokeTokenAsync(guest.Session.Id, other.Token, Cancel);
        await api.RefreshTokenAsync(guest.Session.Id, guest.Token, Cancel);

        await second.Connection.MuteAsync(Contracts.Tokens.MediaPermission.Audio, Cancel);
        await first.NextAsync<(bool, MuteRelay)>(Cancel);
    }

    [Fact]
    public async Task Refresh_JoinAgainOnTheConnection_IsJoinedAgain()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        await ApiAs(guest.UserId).RefreshTokenAsync(guest.Join.Session.Id, guest.Join.Token, Cancel);

        await guest.JoinAsync(guest.Epoch, lastSeq: 0);
        await guest.SendCandidateAsync("c");
        Assert.Equal("c", await host.NextCandidateAsync());
    }

    [Fact]
    public async Task Refresh_BeforeTheFirstJoin_LetsTheConnectionJoin()
    {
        var (_, guest) = await StartCallAsync();
        var peer = Add(new WirePeer(Second, guest));
        await peer.ConnectAsync();
        await peer.RefusalAsync("Mute", new { kind = "audio" });

        await ApiAs(guest.Participant.UserId).RefreshTokenAsync(guest.Session.Id, guest.Token, Cancel);

        await peer.JoinAsync();
        var late = Add(await RawPeer.ConnectAsync(Second, guest.Session.Id, guest.Token, Cancel));
        Assert.Equal((4401, "stop", "token_revoked"), await late.ClosedAsync(Cancel));
    }

    [Fact]
    public async Task Revoke_User_ClosesItsConnectionAndTellsTheOther()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await ApiAs(host.UserId).RevokeUserAsync(host.Joined.Session.Id, guest.UserId, Cancel);

        await AssertStoppedAsync(guest);
        var left = await host.NextAsync<PeerLeft>(Cancel);
        Assert.Equal((guest.UserId, "token_revoked"), (left.UserId, left.Reason));
        host.AssertNothingMore();
    }

    [Fact]
    public async Task Check_OfMany_FindsThoseThatHoldNoConnection()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        var sessionId = host.Joined.Session.Id;
        var revocations = First.Services.GetRequiredService<TokenRevocations>();
        SessionToken[] tokens = [Token(host.UserId), Token(host.UserId), Token(host.UserId), Token(guest.UserId)];
        await revocations.RevokeAsync(tokens[1]);
        await revocations.TryRefreshAsync(tokens[2]);
        await ApiAs(host.UserId).RevokeUserAsync(sessionId, guest.UserId, Cancel);

        Assert.Equal([tokens[1], tokens[3]], (await revocations.WithoutConnectionsAsync(tokens, Cancel)).OrderBy(token => token.UserId == guest.UserId));

        SessionToken Token(string userId)
        {
            var now = TimeProvider.System.GetUtcNow();
            return new(sessionId, userId, [], $"{Guid.CreateVersion7()}", now, now.AddHours(1));
        }
    }

    [Fact]
    public async Task End_Session_TellsBothAndCloses()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await ApiAs(host.UserId).EndSessionAsync(host.Joined.Session.Id, "the bell rang", Cancel);

        foreach (var peer in new[] { host, guest })
        {
            var state = await peer.NextAsync<SessionStateMessage>(Cancel);
            Assert.Equal(Contracts.Sessions.EndReason.EndedByHost, state.EndReason);
            await peer.ClosedAsync(Cancel);
        }
    }

    private static async Task AssertStoppedAsync(TestPeer peer) =>
        Assert.Equal("token_revoked", (await peer.ClosedAsync(Cancel)).Disconnect?.Reason);
}
