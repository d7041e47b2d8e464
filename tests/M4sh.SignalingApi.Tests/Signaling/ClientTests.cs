using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>The .NET client against the API, over the hub and over the raw WebSocket.</summary>
public sealed class ClientTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Call_RawOrMixed_IsRelayedBothWays(bool isHostRaw, bool isGuestRaw)
    {
        var (host, guest) = await ConnectClientsAsync(isHostRaw, isGuestRaw);

        var offer = await host.Connection.SendOfferAsync("v=0", Cancel);
        var received = await guest.NextAsync<OfferRelay>();
        await guest.Connection.SendAnswerAsync("v=0", received.Seq, Cancel);
        var answer = await host.NextAsync<AnswerRelay>();
        await host.SendCandidateAsync("h");
        await guest.SendCandidateAsync("g");

        Assert.Equal((offer.Seq, host.UserId), (received.Seq, received.FromUserId));
        Assert.Equal((offer.Seq, guest.UserId), (answer.OfferSeq, answer.FromUserId));
        Assert.Equal("h", await guest.NextCandidateAsync());
        Assert.Equal("g", await host.NextCandidateAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_BadToken_IsUnauthorized(bool isRaw)
    {
        var (host, _) = await StartCallAsync();

        Assert.Equal("unauthorized", await Add(new ClientPeer(First.Address, host, isRaw, "no token")).RefusalAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_RevokedToken_IsRefusedForGood(bool isRaw)
    {
        var (host, guest) = await StartCallAsync();
        await ApiAs(host.Participant.UserId).RevokeTokenAsync(guest.Session.Id, guest.Token, Cancel);

        // The hub refuses it with a bare 401.
        Assert.Equal(isRaw ? "token_revoked" : "unauthorized", await Add(new ClientPeer(First.Address, guest, isRaw)).RefusalAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_SessionOver_IsSessionEnded(bool isRaw)
    {
        var (host, guest) = await StartCallAsync();
        await ApiAs(host.Participant.UserId).EndSessionAsync(host.Session.Id, null, Cancel);

        Assert.Equal("session_ended", await Add(new ClientPeer(First.Address, guest, isRaw)).RefusalAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connected_SameUserAgain_IsReplacedAndStaysAway(bool isRaw)
    {
        var (_, guest) = await ConnectClientsAsync(isRaw, isRaw);

        var again = Add(new ClientPeer(First.Address, guest.Join, isRaw));
        await again.ConnectAsync();

        Assert.Equal("replaced", (await guest.ClosedAsync()).Disconnect?.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_MessagesOnTheirWay_ComeOnceAndInOrder(bool isRaw)
    {
        await using var network = new TcpProxy(First.Address.Port, Second.Address.Port);
        var (host, guest) = await ConnectClientsAsync(isRaw, isRaw, new Uri($"http://127.0.0.1:{network.Port}"));

        network.Cut();
        var sent = Enumerable.Range(0, 20).Select(i => guest.SendCandidateAsync($"g{i}")).ToArray();
        for (var i = 0; i < 20; i++)
            await host.SendCandidateAsync($"h{i}");

        Assert.True((await guest.NextAsync<JoinedMessage>()).Resumed);
        await Task.WhenAll(sent);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"h{i}", await guest.NextCandidateAsync());
            Assert.Equal($"g{i}", await host.NextCandidateAsync());
        }

        host.AssertNothingMore();
        guest.AssertNothingMore();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_SuccessorGiven_ComesBackWithIt(bool isRaw)
    {
        await using var network = new TcpProxy(First.Address.Port);
        var (_, guest) = await ConnectClientsAsync(isRaw, isRaw, new Uri($"http://127.0.0.1:{network.Port}"));
        var successor = await ApiAs(guest.UserId).RefreshTokenAsync(guest.Join.Session.Id, guest.Join.Token, Cancel);
        First.Services.GetRequiredService<LocalPeers>().All.Single(peer => peer.UserId == guest.UserId).Outbox
            .Post(PeerMessages.TokenExpiring.Of(new() { Token = successor.Token, TokenExpiresAt = TimeProvider.System.GetUtcNow() + s_life }));
        Assert.Equal(successor.Token, (await guest.NextAsync<TokenExpiringMessage>()).Token);

        network.Cut();

        // With the first token, which the refresh has revoked, it could not.
        Assert.True((await guest.NextAsync<JoinedMessage>()).Resumed);
        Assert.Equal(1, guest.TokensAsked);
    }

    /// <summary>Both joined, the host on the second replica and told of the guest, who is on the first or at an address of its own.</summary>
    private async Task<(ClientPeer Host, ClientPeer Guest)> ConnectClientsAsync(bool isHostRaw, bool isGuestRaw, Uri? guestAddress = null)
    {
        var (host, guest) = await StartCallAsync();
        var first = Add(new ClientPeer(Second.Address, host, isHostRaw));
        var second = Add(new ClientPeer(guestAddress ?? First.Address, guest, isGuestRaw));
        await first.ConnectAsync();
        await second.ConnectAsync();
        await first.NextAsync<PeerJoined>();
        return (first, second);
    }
}
