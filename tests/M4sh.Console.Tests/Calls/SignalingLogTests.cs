using M4sh.Client.Signaling;
using M4sh.Console.Calls;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Tests.Calls;

public sealed class SignalingLogTests
{
    private readonly SignalingLog _log = new();

    [Fact]
    public void Add_AnOffer_CollapsesItsSdpWithoutThePassword()
    {
        _log.Add(TimeSpan.FromSeconds(2), "host", new(IsSent: true, "offer", new OfferMessage { Sdp = "v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:very-secret\r\n" }));

        var entry = Assert.Single(_log.Entries);
        Assert.Equal((1, "host", true, "offer"), (entry.Number, entry.Side, entry.IsSent, entry.Type));
        Assert.Contains("3 lines", entry.Payload, StringComparison.Ordinal);
        Assert.Contains("a=ice-ufrag:abcd", entry.Sdp, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", entry.Payload + entry.Sdp, StringComparison.Ordinal);
        Assert.True(entry.Bytes > 60);
    }

    [Fact]
    public void Add_SecretsAtAnyDepth_AreMasked()
    {
        var now = DateTimeOffset.UnixEpoch;
        _log.Add(TimeSpan.Zero, "host", new(IsSent: false, "token-expiring", new TokenExpiringMessage { Token = "very-secret", TokenExpiresAt = now }));
        _log.Add(TimeSpan.Zero, "host", new(IsSent: false, "ice-servers", new IceServersResponse
        {
            IceServers = [new() { Urls = ["turn:turn.example"], Username = "1:u", Credential = "very-secret" }],
            Ttl = 1, ExpiresAt = now, IceCandidateTimeout = 10, IceTransportPolicy = IceTransportPolicy.All,
        }));

        Assert.All(_log.Entries, entry =>
        {
            Assert.DoesNotContain("very-secret", entry.Payload, StringComparison.Ordinal);
            Assert.Contains("token_expires_at", _log.Entries[0].Payload, StringComparison.Ordinal);
        });
        Assert.Contains("turn:turn.example", _log.Entries[1].Payload, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_AnAck_GivesItsSeqToWhatItAnswers()
    {
        _log.Add(TimeSpan.Zero, "host", new(IsSent: true, "rollback", new RollbackMessage { Id = "1" }));
        _log.Add(TimeSpan.Zero, "guest", new(IsSent: true, "rollback", new RollbackMessage { Id = "1" }));

        _log.Add(TimeSpan.Zero, "host", new(IsSent: false, "ack", new Ack { Id = "1", Seq = 7 }));

        Assert.Equal([7, null, 7], _log.Entries.Select(entry => entry.Seq));
    }

    [Fact]
    public void Add_MoreThanItHolds_KeepsTheLast()
    {
        for (var number = 1; number <= SignalingLog.Capacity + 3; number++)
        {
            _log.Add(TimeSpan.Zero, "host", new(IsSent: true, "rollback", new RollbackMessage()));
        }

        Assert.Equal((SignalingLog.Capacity, SignalingLog.Capacity + 3), (_log.Entries.Count, _log.Count));
        Assert.Equal(4, _log.Entries[0].Number);
    }
}
