using M4sh.Client.Signaling;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class RelayTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private const string Sdp = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Negotiation_BothConnected_IsRelayedInOrder(bool overTwoReplicas)
    {
        var (host, guest) = await ConnectCallAsync(First, overTwoReplicas ? Second : First);

        Assert.Equal(1, (await host.Connection.SendOfferAsync(Sdp, Cancel)).Seq);
        var offer = await guest.NextAsync<OfferRelay>(Cancel);
        Assert.Equal(new OfferRelay { FromUserId = host.UserId, Seq = 1, Sdp = Sdp }, offer);

        Assert.Equal(2, (await guest.Connection.SendAnswerAsync(Sdp, offer.Seq, Cancel)).Seq);
        Assert.Equal(new AnswerRelay { FromUserId = guest.UserId, Seq = 2, Sdp = Sdp, OfferSeq = 1 }, await host.NextAsync<AnswerRelay>(Cancel));

        for (var i = 0; i < 20; i++)
            await host.Connection.SendIceCandidateAsync(Candidate(i), Cancel);

        await host.Connection.SendIceCandidateAsync(null, Cancel);
        for (var i = 0; i < 20; i++)
        {
            var relayed = await guest.NextAsync<IceCandidateRelay>(Cancel);
            Assert.Equal((i + 3, Candidate(i)), (relayed.Seq, relayed.Candidate));
        }

        Assert.True(await guest.NextAsync<IceCandidateRelay>(Cancel) is { Seq: 23, HasCandidate: true, Candidate: null, Candidates: null });
        guest.AssertNothingMore();
        host.AssertNothingMore();
    }

    [Fact]
    public async Task Candidates_SeveralAtOnce_AreRelayedAsSent()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await host.Connection.SendIceCandidatesAsync([Candidate(1), null], Cancel);

        var relayed = await guest.NextAsync<IceCandidateRelay>(Cancel);
        Assert.Equal([Candidate(1), null], relayed.Candidates!);
        Assert.False(relayed.HasCandidate);
    }

    [Fact]
    public async Task Mute_BothConnected_IsRelayedAndRemembered()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await host.Connection.MuteAsync(MediaPermission.Audio, Cancel);
        await host.Connection.UnmuteAsync(MediaPermission.Audio, Cancel);
        await host.Connection.MuteAsync(MediaPermission.Video, Cancel);

        Assert.Equal((true, new MuteRelay { FromUserId = host.UserId, Seq = 1, Kind = MediaPermission.Audio }), await guest.NextAsync<(bool, MuteRelay)>(Cancel));
        Assert.Equal((false, new MuteRelay { FromUserId = host.UserId, Seq = 2, Kind = MediaPermission.Audio }), await guest.NextAsync<(bool, MuteRelay)>(Cancel));
        Assert.Equal((true, new MuteRelay { FromUserId = host.UserId, Seq = 3, Kind = MediaPermission.Video }), await guest.NextAsync<(bool, MuteRelay)>(Cancel));
        var session = await ApiAs(host.UserId).GetSessionAsync(host.Joined.Session.Id, Cancel);
        var participant = session.Participants.Single(participant => participant.UserId == host.UserId);
        Assert.Equal((false, true), (participant.AudioMuted, participant.VideoMuted));
    }

    // W3C: unsigned short; a browser would take another value for one that it is not.
    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public async Task IceCandidate_LineThatNoSdpHas_IsRefused(int line)
    {
        var (host, _) = await ConnectWiresAsync(First, Second);

        Assert.Equal("invalid_request", await host.RefusalAsync("IceCandidate", new { candidates = new[] { new { candidate = "c", sdpMLineIndex = line } } }));
    }

    [Fact]
    public async Task Permissions_OfWhoWasHostUntilTheCreatorCame_AreTheGuestsFromThenOn()
    {
        var (creator, guest) = (NewUser("creator"), NewUser("guest"));
        var session = await ApiAs(creator).CreateSessionAsync(new() { Permissions = GuestMay(MediaPermission.Audio) }, Cancel);
        var join = await ApiAs(guest).JoinSessionAsync(session.Id, cancellationToken: Cancel);
        var early = Add(new WirePeer(First, join));
        Assert.Equal(3, (await early.JoinAsync()).GetProperty("permissions").GetArrayLength());
        await early.SendAsync("Unmute", new { kind = "video" });

        await ApiAs(creator).JoinSessionAsync(session.Id, cancellationToken: Cancel);

        Assert.Equal("permission_denied", await early.RefusalAsync("Unmute", new { kind = "video" }));
        Assert.Equal("permission_denied", await early.RefusalAsync("Offer", new { sdp = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendrecv\r\n" }));
        var joined = await Add(new WirePeer(Second, join)).JoinAsync();
        Assert.Equal("audio", Assert.Single(joined.GetProperty("permissions").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Offer_NoPermissionToSend_IsDenied()
    {
        var (host, guest) = await StartCallAsync(GuestMay(MediaPermission.Video));
        var first = await ConnectAsync(First, host);
        var second = await ConnectAsync(Second, guest);
        await first.NextAsync<PeerJoined>(Cancel);

        Assert.Equal([MediaPermission.Video], second.Joined.Permissions);
        await AssertRefusedAsync("permission_denied", () => second.Connection.SendOfferAsync(Sdp, Cancel));
        await AssertRefusedAsync("permission_denied", () => second.Connection.SendAnswerAsync(Sdp, 1, Cancel));
        await AssertRefusedAsync("permission_denied", () => second.Connection.UnmuteAsync(MediaPermission.Audio, Cancel));
        await second.Connection.SendOfferAsync(Sdp.Replace("sendrecv", "recvonly", StringComparison.Ordinal), Cancel);
        Assert.Equal(1, (await first.NextAsync<OfferRelay>(Cancel)).Seq);
    }

    [Fact]
    public async Task Message_OutOfBounds_IsRefusedAndTheConnectionStays()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await AssertRefusedAsync("invalid_request", () => host.Connection.SendOfferAsync("", Cancel));
        await AssertRefusedAsync("payload_too_large", () => host.Connection.SendOfferAsync(new('x', 64 * 1024 + 1), Cancel));
        await AssertRefusedAsync("payload_too_large", () => host.Connection.SendIceCandidateAsync(new() { Candidate = new('x', 16 * 1024 + 1) }, Cancel));
        await AssertRefusedAsync("invalid_request", () => host.Connection.SendIceCandidatesAsync([], Cancel));

        await host.Connection.SendIceCandidateAsync(Candidate(0), Cancel);
        Assert.Equal(1, (await guest.NextAsync<IceCandidateRelay>(Cancel)).Seq);
    }

    private static RtcIceCandidateInit Candidate(int i) =>
        new() { Candidate = $"candidate:{i} 1 udp 2122260223 192.0.2.1 {50_000 + i} typ host", SdpMid = "0", SdpMLineIndex = 0, UsernameFragment = "abcd" };

    private static async Task AssertRefusedAsync(string code, Func<Task> send) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<SignalingException>(send)).Code);
}
