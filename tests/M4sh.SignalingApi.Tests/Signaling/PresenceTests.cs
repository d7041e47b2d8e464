using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class PresenceTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private const string Sdp = "v=0\r\n";

    [Fact]
    public async Task Join_First_IsToldAllOfTheSession()
    {
        var (host, _) = await StartCallAsync();

        var peer = await ConnectAsync(First, host);

        var joined = peer.Joined;
        Assert.Equal((host.Session.Id, SessionStatus.Connecting), (joined.Session.Id, joined.Session.Status));
        Assert.Equal((host.Participant.UserId, "Host", false), (joined.Self.UserId, joined.Self.DisplayName, joined.Polite));
        Assert.Equal(host.Permissions, joined.Permissions);
        Assert.NotEmpty(joined.IceServers);
        Assert.NotEmpty(joined.Epoch);
        Assert.True(joined is { Seq: 0, Resumed: false, Negotiation: null, Peers: [], IceCandidateTimeout: 10 });
    }

    [Fact]
    public async Task Join_Second_BothKnowOfEachOther()
    {
        var (host, guest) = await StartCallAsync();
        var first = await ConnectAsync(First, host);

        var second = await ConnectAsync(Second, guest);

        Assert.Equal(host.Participant.UserId, Assert.Single(second.Joined.Peers).UserId);
        Assert.True(second.Joined.Polite);
        var told = await first.NextAsync<PeerJoined>(Cancel);
        Assert.Equal((second.UserId, "Guest", first.Joined.Epoch, false), (told.UserId, told.Participant?.DisplayName, told.Epoch, told.Restarted));
        Assert.Equal(first.Joined.Epoch, second.Joined.Epoch);
    }

    [Fact]
    public async Task Join_Late_GetsTheNegotiation()
    {
        var (host, guest) = await StartCallAsync();
        var first = await ConnectAsync(First, host);
        await first.Connection.SendOfferAsync("v=0\r\ns=old\r\n", Cancel);
        await first.Connection.SendIceCandidateAsync(new() { Candidate = "candidate:1" }, Cancel);
        await first.Connection.SendOfferAsync(Sdp, Cancel);
        await first.Connection.SendIceCandidateAsync(new() { Candidate = "candidate:2" }, Cancel);
        await first.Connection.SendIceCandidateAsync(null, Cancel);

        var second = await ConnectAsync(Second, guest);

        Assert.Equal(5, second.Joined.Seq);
        var negotiation = second.Joined.Negotiation!;
        Assert.Equal(new OfferRelay { FromUserId = first.UserId, Seq = 3, Sdp = Sdp }, negotiation.Offer);
        Assert.Null(negotiation.Answer);
        Assert.Equal([4, 5], negotiation.Candidates.Select(candidate => candidate.Seq));
        Assert.Equal("candidate:2", negotiation.Candidates[0].Candidate?.Candidate);
        Assert.True(negotiation.Candidates[1] is { HasCandidate: true, Candidate: null });
        Assert.Equal(6, (await second.Connection.SendAnswerAsync(Sdp, 3, Cancel)).Seq);
        second.AssertNothingMore();
    }

    [Fact]
    public async Task Join_NewPage_StartsAnEpoch()
    {
        var (host, guest) = await StartCallAsync();
        var first = await ConnectAsync(First, host);
        var second = await ConnectAsync(Second, guest);
        await first.NextAsync<PeerJoined>(Cancel);
        await second.Connection.SendOfferAsync(Sdp, Cancel);
        await first.NextAsync<OfferRelay>(Cancel);
        await second.DisposeAsync();
        Assert.Equal(("disconnected", second.UserId), await first.NextAsync<(string, string)>(Cancel));

        var again = await ConnectAsync(First, guest);

        Assert.NotEqual(first.Joined.Epoch, again.Joined.Epoch);
        Assert.True(again.Joined is { Seq: 0, Negotiation: null });
        var told = await first.NextAsync<PeerJoined>(Cancel);
        Assert.Equal((second.UserId, again.Joined.Epoch, true), (told.UserId, told.Epoch, told.Restarted));
        Assert.Equal(1, (await first.Connection.SendOfferAsync(Sdp, Cancel)).Seq);
        Assert.Equal(1, (await again.NextAsync<OfferRelay>(Cancel)).Seq);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Join_SameUserAgain_ReplacesTheOlderConnection(bool onAnotherReplica)
    {
        var (host, guest) = await StartCallAsync();
        var first = await ConnectAsync(First, host);
        var older = await ConnectAsync(Second, guest);
        await first.NextAsync<PeerJoined>(Cancel);

        var newer = await ConnectAsync(onAnotherReplica ? First : Second, guest);

        Assert.Equal(
            new DisconnectMessage { Action = DisconnectAction.Stop, Reason = "replaced" }, (await older.ClosedAsync(Cancel)).Disconnect);
        Assert.True((await first.NextAsync<PeerJoined>(Cancel)).Restarted);
        await first.Connection.SendOfferAsync(Sdp, Cancel);
        await newer.NextAsync<OfferRelay>(Cancel);
        await newer.Connection.SendAnswerAsync(Sdp, 1, Cancel);
        await first.NextAsync<AnswerRelay>(Cancel);
        first.AssertNothingMore();
    }

    [Fact]
    public async Task Leave_OverTheHub_IsAckedTellsTheOtherAndCloses()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await guest.Connection.LeaveAsync("bye", Cancel);

        Assert.Equal(new PeerLeft { UserId = guest.UserId, Reason = "bye" }, await host.NextAsync<PeerLeft>(Cancel));
        Assert.Equal(new DisconnectMessage { Action = DisconnectAction.Stop, Reason = "left" }, (await guest.ClosedAsync(Cancel)).Disconnect);
        host.AssertNothingMore();
    }

    [Fact]
    public async Task Leave_OverRest_TellsTheOtherAndCloses()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await ApiAs(guest.UserId).LeaveSessionAsync(guest.Joined.Session.Id, cancellationToken: Cancel);

        Assert.Equal(new PeerLeft { UserId = guest.UserId }, await host.NextAsync<PeerLeft>(Cancel));
        Assert.Equal("left", (await guest.ClosedAsync(Cancel)).Disconnect?.Reason);
    }

    [Fact]
    public async Task Leave_LastOne_EndsTheSession()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        await guest.Connection.LeaveAsync(cancellationToken: Cancel);
        await host.NextAsync<PeerLeft>(Cancel);
        await host.Connection.LeaveAsync(cancellationToken: Cancel);
        await host.ClosedAsync(Cancel);

        var session = await ApiAs(host.UserId).GetSessionAsync(host.Joined.Session.Id, Cancel);

        Assert.Equal((SessionStatus.Ended, EndReason.Hangup), (session.Status, session.EndReason));
    }

    [Fact]
    public async Task Join_LeftAlready_IsRefused()
    {
        var (_, guest) = await StartCallAsync();
        await ApiAs(guest.Participant.UserId).LeaveSessionAsync(guest.Session.Id, cancellationToken: Cancel);

        var refused = await Assert.ThrowsAsync<SignalingException>(() => ConnectAsync(First, guest));

        // Leaving revoked its token.
        Assert.Equal("unauthorized", refused.Code);
    }

    [Fact]
    public async Task Timeline_ConnectedAndGone_NamesTheReplicas()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        await guest.DisposeAsync();
        await host.NextAsync<(string, string)>(Cancel);

        var events = new List<SessionEvent>();
        while (!events.Exists(entry => entry.Type == "signaling_disconnected"))
            events = [.. (await ApiAs(host.UserId).GetEventsAsync(host.Joined.Session.Id, Cancel)).Items];

        Assert.Equal(
            [("signaling_connected", host.UserId, "replica-1"), ("signaling_connected", guest.UserId, "replica-2"), ("signaling_disconnected", guest.UserId, "replica-2")],
            events.Where(entry => entry.Type.StartsWith("signaling_", StringComparison.Ordinal)).Select(entry => (entry.Type, entry.UserId!, entry.Replica!)));
    }

    [Fact]
    public async Task Timeline_LeftOverTheHub_HasTheEndOfItsSignalingOnce()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        await guest.Connection.LeaveAsync(cancellationToken: Cancel);
        await guest.ClosedAsync(Cancel);
        await host.NextAsync<PeerLeft>(Cancel);
        await ApiAs(host.UserId).EndSessionAsync(host.Joined.Session.Id, cancellationToken: Cancel);
        await host.ClosedAsync(Cancel);

        var events = (await ApiAs(host.UserId).GetEventsAsync(host.Joined.Session.Id, Cancel)).Items
            .Where(entry => entry.UserId == guest.UserId && entry.Type != "ice_servers_issued");

        Assert.Equal(["joined", "connecting", "signaling_connected", "left", "signaling_disconnected"], events.Select(entry => entry.Type));
    }
}
