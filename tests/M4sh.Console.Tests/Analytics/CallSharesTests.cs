using System.Text.Json;
using M4sh.Console.Analytics;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Tests.Analytics;

public sealed class CallSharesTests
{
    [Fact]
    public void Shares_OfTwoCalls_CountEveryParticipant()
    {
        var shares = CallShares.Of(
            [
                Call(Person(NatType.Cone, """{"local": {"candidate_type": "srflx"}}"""), Person(NatType.Cone, """{"local": {"candidate_type": "host"}}""")),
                Call(Person(null, """{"local": {"candidate_type": "relay", "relay_protocol": "tcp"}}"""), Person(NatType.Symmetric, """{"local": {"candidate_type": "prflx"}}""")),
            ],
            isComplete: true);

        Assert.Equal([new("direct, through a NAT", 2, 50), new("direct, own address", 1, 25), new("relay over TCP", 1, 25)], shares.Paths);
        Assert.Equal([new("cone", 2, 50), new("symmetric", 1, 25), new(Share.NotReported, 1, 25)], shares.Nats);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("""{"local": 7}""")]
    [InlineData("""{"local": {"candidate_type": "pigeon"}}""")]
    public void Shares_OfWhateverAClientReported_AreNotReported(string? pair)
    {
        var shares = CallShares.Of([Call(Person(NatType.Unknown, pair), Person(null, pair))], isComplete: true);

        Assert.Equal([new(Share.NotReported, 2, 100)], shares.Paths);
        Assert.Equal([new(Share.NotReported, 2, 100)], shares.Nats);
    }

    [Fact]
    public void Shares_OfSomebodyAlone_AreNone()
    {
        var shares = CallShares.Of([Call(Person(NatType.Cone, null))], isComplete: false);

        Assert.Empty(shares.Paths);
        Assert.Equal((1, false), (shares.Sessions, shares.IsComplete));
    }

    [Fact]
    public void Failed_AreThoseOfTwoThatEndedUnconnected()
    {
        var failed = Call(Person(null, null), Person(null, null)) with { ConnectedAt = null, EndReason = EndReason.IceFailed };

        var shares = CallShares.Of([failed, failed with { Participants = [Person(null, null)] }, Call(Person(null, null), Person(null, null))], isComplete: true);

        Assert.Same(failed, Assert.Single(shares.Failed));
    }

    private static Session Call(params Participant[] people) => FakeApi.SessionWith(SessionStatus.Ended, people);

    private static Participant Person(NatType? nat, string? pair) => new()
    {
        UserId = "somebody",
        Role = ParticipantRole.Host,
        Polite = false,
        ConnectionState = PeerConnectionState.Closed,
        AudioMuted = false,
        VideoMuted = false,
        NatType = nat,
        CandidatePair = pair is null ? null : JsonDocument.Parse(pair).RootElement,
        JoinedAt = FakeApi.Start,
    };
}
