using System.Collections.Concurrent;
using M4sh.Console.Calls;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Tests.Fakes;

/// <summary>The hub between two users: relays to the other with a sequence number.</summary>
internal sealed class FakeHub : ICallSignalingFactory
{
    private readonly ConcurrentDictionary<string, FakeSignaling> _connections = new();
    private long _seq;

    /// <summary>What was relayed or stored, in order, each with the sender's role.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public ConcurrentQueue<QosSample> Samples { get; } = new();

    public IEnumerable<FakeSignaling> Connections => _connections.Values;

    public FakeSignaling Host => _connections.Values.Single(each => !each.Joined.Polite);

    public FakeSignaling Guest => _connections.Values.Single(each => each.Joined.Polite);

    public ICallSignaling Create(JoinSessionResponse joined, ICallSignalingEvents events) => new FakeSignaling(this, joined, events);

    internal long NextSeq() => Interlocked.Increment(ref _seq);

    internal IReadOnlyList<FakeSignaling> Add(FakeSignaling connection)
    {
        lock (_connections)
        {
            var others = _connections.Values.ToArray();
            _connections[connection.UserId] = connection;
            return others;
        }
    }

    internal FakeSignaling OtherOf(FakeSignaling connection) => _connections.Values.Single(each => each != connection);
}

internal sealed class FakeSignaling(FakeHub hub, JoinSessionResponse joined, ICallSignalingEvents events) : ICallSignaling
{
    public JoinSessionResponse Joined => joined;

    public ICallSignalingEvents Events => events;

    public string UserId => joined.Participant.UserId;

    public bool Disposed { get; private set; }

    private string Name => joined.Polite ? "guest" : "host";

    public async Task<JoinedMessage> ConnectAsync(CancellationToken cancellationToken)
    {
        var others = hub.Add(this);
        foreach (var other in others)
        {
            await other.Events.PeerJoinedAsync(new() { UserId = UserId, Epoch = "1", Restarted = false });
        }

        return Message(others, resumed: false);
    }

    public JoinedMessage Message(IReadOnlyList<FakeSignaling> others, bool resumed) => new()
    {
        Session = joined.Session,
        Self = joined.Participant,
        Polite = joined.Polite,
        Peers = [.. others.Select(other => other.Joined.Participant)],
        Permissions = [],
        IceServers = [],
        IceServersExpiresAt = joined.IceServersExpiresAt,
        IceCandidateTimeout = 10,
        Epoch = "1",
        Seq = 0,
        Resumed = resumed,
    };

    public Task SendOfferAsync(string sdp, CancellationToken cancellationToken)
    {
        hub.Log.Enqueue($"{Name}: {sdp}");
        return hub.OtherOf(this).Events.OfferedAsync(new() { Sdp = sdp, FromUserId = UserId, Seq = hub.NextSeq() });
    }

    public Task SendAnswerAsync(string sdp, long offerSeq, CancellationToken cancellationToken)
    {
        hub.Log.Enqueue($"{Name}: {sdp} to {offerSeq}");
        return hub.OtherOf(this).Events.AnsweredAsync(new() { Sdp = sdp, OfferSeq = offerSeq, FromUserId = UserId, Seq = hub.NextSeq() });
    }

    public Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken)
    {
        hub.Log.Enqueue($"{Name}: candidates");
        var relay = new IceCandidateRelay { Candidates = candidates, FromUserId = UserId, Seq = hub.NextSeq() };
        return hub.OtherOf(this).Events.CandidatesReceivedAsync(relay);
    }

    public Task SendConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken)
    {
        hub.Log.Enqueue($"{Name}: {message.State}");
        return Task.CompletedTask;
    }

    public Task SendQualityAsync(QosSample sample, CancellationToken cancellationToken)
    {
        hub.Samples.Enqueue(sample);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
