using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class CallStateTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task ConnectionState_Connected_BothAreTold()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await guest.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancel);

        Assert.Equal(new SessionStateMessage { Status = SessionStatus.Connected }, await host.NextAsync<SessionStateMessage>(Cancel));
        Assert.Equal(new SessionStateMessage { Status = SessionStatus.Connected }, await guest.NextAsync<SessionStateMessage>(Cancel));
    }

    [Fact]
    public async Task Mute_MutedAlready_IsRelayedAndNoEvent()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        for (var times = 0; times < 2; times++)
        {
            await guest.Connection.MuteAsync(MediaPermission.Audio, Cancel);
            await host.NextAsync<(bool, MuteRelay)>(Cancel);
        }

        var events = (await ApiAs(host.UserId).GetEventsAsync(host.Joined.Session.Id, Cancel)).Items;
        Assert.Single(events, entry => entry.Type == "muted");
    }

    [Fact]
    public async Task RestJoin_SecondParticipant_TheConnectedOneIsTold()
    {
        var user = $"host-{Guid.CreateVersion7()}";
        var session = await ApiAs(user).CreateSessionAsync(cancellationToken: Cancel);
        var host = await ConnectAsync(Second, await ApiAs(user).JoinSessionAsync(session.Id, cancellationToken: Cancel));

        await ApiAs($"guest-{Guid.CreateVersion7()}").JoinSessionAsync(session.Id, cancellationToken: Cancel);

        Assert.Equal(new SessionStateMessage { Status = SessionStatus.Connecting }, await host.NextAsync<SessionStateMessage>(Cancel));
    }

    [Fact]
    public async Task QualityStats_Outbound_AdvisesTheSender()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await guest.Connection.SendQualityStatsAsync(new() { RttMs = 250, PacketLossPct = 0, JitterMs = 2 }, Cancel);

        var advice = await guest.NextAsync<QualityRecommendation>(Cancel);
        Assert.Equal((QualityLevel.Poor, VideoRecommendation.P240), (advice.Quality, advice.Recommendation));
        Assert.Equal(["rtt_ms"], advice.Reasons);
        host.AssertNothingMore();
        Assert.Equal(1, (await ApiAs(guest.UserId).GetQualityAsync(guest.Joined.Session.Id, cancellationToken: Cancel)).Samples);
    }

    [Fact]
    public async Task QualityStats_Inbound_AdvisesTheOther()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await guest.Connection.SendQualityStatsAsync(
            new() { RttMs = 20, PacketLossPct = 0, JitterMs = 2, Direction = StreamDirection.Inbound }, Cancel);

        Assert.Equal(QualityLevel.Excellent, (await host.NextAsync<QualityRecommendation>(Cancel)).Quality);
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Samples_OverRest_AdviseTheConnectionOnWhateverReplica()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await SendOverRestAsync(guest, Sample(250));
        await SendOverRestAsync(guest, Sample(150) with { Direction = StreamDirection.Inbound });

        Assert.Equal(QualityLevel.Poor, (await guest.NextAsync<QualityRecommendation>(Cancel)).Quality);
        Assert.Equal(QualityLevel.Good, (await host.NextAsync<QualityRecommendation>(Cancel)).Quality);
    }

    [Fact]
    public async Task Samples_OfAllSources_CountTogetherForTheOneTheyConcern()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);

        await guest.Connection.SendQualityStatsAsync(Sample(250), Cancel);
        Assert.Equal(QualityLevel.Poor, (await guest.NextAsync<QualityRecommendation>(Cancel)).Quality);

        await SendOverRestAsync(guest, Sample(20));
        await host.Connection.SendQualityStatsAsync(Sample(20) with { Direction = StreamDirection.Inbound }, Cancel);
        await guest.Connection.SendQualityStatsAsync(Sample(20), Cancel);

        Assert.Equal(QualityLevel.Excellent, (await guest.NextAsync<QualityRecommendation>(Cancel)).Quality);
        host.AssertNothingMore();
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Samples_SentAgain_CountOnce()
    {
        var (_, guest) = await ConnectCallAsync(First, Second);
        var better = Sample(20) with { Id = "better", RecordedAt = TimeProvider.System.GetUtcNow() };

        await SendOverRestAsync(guest, Sample(250));
        for (var time = 0; time < 3; time++)
            await SendOverRestAsync(guest, better);
        await SendOverRestAsync(guest, Sample(150));
        await SendOverRestAsync(guest, Sample(20));

        Assert.Equal(QualityLevel.Poor, (await guest.NextAsync<QualityRecommendation>(Cancel)).Quality);
        Assert.Equal(QualityLevel.Good, (await guest.NextAsync<QualityRecommendation>(Cancel)).Quality);
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Samples_OfWhoWasPutOut_AdviseNobody()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        await ApiAs(host.UserId).RevokeUserAsync(host.Joined.Session.Id, guest.UserId, Cancel);
        Assert.Equal(guest.UserId, (await host.NextAsync<PeerLeft>(Cancel)).UserId);

        await SendOverRestAsync(guest, Sample(250) with { Direction = StreamDirection.Inbound });
        await SendOverRestAsync(host, Sample(20));

        Assert.Equal(QualityLevel.Excellent, (await host.NextAsync<QualityRecommendation>(Cancel)).Quality);
        host.AssertNothingMore();
    }

    private static QosSample Sample(double rttMs) => new() { RttMs = rttMs, PacketLossPct = 0, JitterMs = 2 };

    private Task<QualityAssessment> SendOverRestAsync(TestPeer peer, QosSample sample) =>
        ApiAs(peer.UserId).SendQualityAsync(peer.Joined.Session.Id, [sample], Cancel);
}
