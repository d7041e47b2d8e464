using System.Threading.Channels;
using Aspire.Hosting.Testing;
using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using Npgsql;

namespace M4sh.IntegrationTests;

[Collection(CallCollection.Name)]
public sealed class CallTests(Stack stack)
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n";

    [Fact]
    public async Task Call_PeersOnTwoReplicas_IsRelayedMeasuredAndEnded()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (host, guest) = (stack.ClientOf("teacher"), stack.ClientOf("student"));
        var session = await host.CreateSessionAsync(new() { LessonId = $"lesson-{Guid.CreateVersion7()}" }, cancellationToken);

        await using var first = await Peer.JoinAsync(host, session.Id, cancellationToken);
        await using var second = await Peer.JoinAsync(guest, session.Id, cancellationToken);
        Assert.Equal("student", (await first.NextAsync<PeerJoined>(cancellationToken)).UserId);
        Assert.False(first.Joined.Polite);
        Assert.True(second.Joined.Polite);

        var offer = await first.Connection.SendOfferAsync(Sdp, cancellationToken);
        var candidate = await first.Connection.SendIceCandidateAsync(
            new RtcIceCandidateInit { Candidate = "candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host", SdpMid = "0" }, cancellationToken);
        Assert.Equal(offer.Seq + 1, candidate.Seq);
        var relayed = await second.NextAsync<OfferRelay>(cancellationToken);
        Assert.Equal(("teacher", Sdp, offer.Seq), (relayed.FromUserId, relayed.Sdp, relayed.Seq));
        Assert.Equal("0", (await second.NextAsync<IceCandidateRelay>(cancellationToken)).Candidate?.SdpMid);
        await second.Connection.SendAnswerAsync(Sdp, relayed.Seq, cancellationToken);
        Assert.Equal(Sdp, (await first.NextAsync<AnswerRelay>(cancellationToken)).Sdp);

        await first.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, cancellationToken);
        Assert.Equal(SessionStatus.Connected, (await host.GetSessionAsync(session.Id, cancellationToken)).Status);

        var timeline = await host.GetEventsAsync(session.Id, cancellationToken);
        Assert.Equal(2, timeline.Items.Where(entry => entry.Type == "signaling_connected").Select(entry => entry.Replica).Distinct().Count());

        await first.Connection.LeaveAsync("done", cancellationToken);
        Assert.Equal("done", (await second.NextAsync<PeerLeft>(cancellationToken)).Reason);
        await second.Connection.LeaveAsync(cancellationToken: cancellationToken);
        var ended = await host.GetSessionAsync(session.Id, cancellationToken);
        Assert.Equal((SessionStatus.Ended, EndReason.Hangup), (ended.Status, ended.EndReason));
    }

    [Fact]
    public async Task Samples_OfAClosedMinute_AreStoredAndRolledUp()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var host = stack.ClientOf("measuring");
        var session = await host.CreateSessionAsync(cancellationToken: cancellationToken);
        await using var peer = await Peer.JoinAsync(host, session.Id, cancellationToken);

        var minute = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        minute = new DateTimeOffset(minute.Year, minute.Month, minute.Day, minute.Hour, minute.Minute, 0, TimeSpan.Zero);
        for (var i = 1; i <= 20; i++)
        {
            var sample = new QosSample { Id = $"s{i}", RecordedAt = minute.AddSeconds(i), RttMs = i * 10, PacketLossPct = 0, JitterMs = 5 };
            await peer.Connection.SendQualityStatsAsync(sample, cancellationToken);
            await peer.Connection.SendQualityStatsAsync(sample, cancellationToken);
        }

        var quality = await host.GetQualityAsync(session.Id, minute, minute.AddMinutes(1), cancellationToken: cancellationToken);
        Assert.Equal(20, quality.Samples);
        Assert.Equal((100, 190), (quality.Overall.RttMs?.P50, quality.Overall.RttMs?.P95));

        await using var database = new NpgsqlConnection(await stack.App.GetConnectionStringAsync("m4shdb", cancellationToken));
        await database.OpenAsync(cancellationToken);
        await RolledUpAsync(database, session.Id, 20, cancellationToken);
    }

    /// <summary>Waits until the worker has rolled up so many samples of the session; the test's own time-out ends the wait.</summary>
    private static async Task RolledUpAsync(NpgsqlConnection database, Guid sessionId, long samples, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await using var command = new NpgsqlCommand("SELECT sum(excellent + good + poor)::bigint FROM qos_minutes WHERE session_id = $1", database)
            {
                Parameters = { new() { Value = sessionId } },
            };
            if (await command.ExecuteScalarAsync(cancellationToken) is long rolledUp && rolledUp == samples)
                return;
        }
    }

    /// <summary>A participant with its signaling, and what it was told.</summary>
    internal sealed class Peer : IAsyncDisposable
    {
        private readonly Channel<object> _received = Channel.CreateUnbounded<object>();

        public required SignalingConnection Connection { get; init; }

        public JoinedMessage Joined { get; private set; } = null!;

        public static async Task<Peer> JoinAsync(M4shClient client, Guid sessionId, CancellationToken cancellationToken)
        {
            var join = await client.JoinSessionAsync(sessionId, cancellationToken: cancellationToken);
            var peer = new Peer
            {
                Connection = new(new() { HubUrl = new(join.HubUrl), SessionToken = _ => ValueTask.FromResult(join.Token) }),
            };
            peer.Connection.OnPeerJoined(peer.Keep);
            peer.Connection.OnPeerLeft(peer.Keep);
            peer.Connection.OnOffer(peer.Keep);
            peer.Connection.OnAnswer(peer.Keep);
            peer.Connection.OnIceCandidate(peer.Keep);
            peer.Joined = await peer.Connection.ConnectAsync(cancellationToken);
            return peer;
        }

        public async Task<TMessage> NextAsync<TMessage>(CancellationToken cancellationToken) =>
            Assert.IsType<TMessage>(await _received.Reader.ReadAsync(cancellationToken));

        public ValueTask DisposeAsync() => Connection.DisposeAsync();

        private Task Keep(object message) => _received.Writer.WriteAsync(message).AsTask();
    }
}
