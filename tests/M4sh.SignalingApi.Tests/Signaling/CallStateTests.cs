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
}
