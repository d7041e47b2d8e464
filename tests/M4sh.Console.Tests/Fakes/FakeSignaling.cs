using System.Collections.Concurrent;
using M4sh.Client.Signaling;
using M4sh.Console.Calls;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Tests.Fakes;

/// <summary>The server between two users: relays to the other with a sequence number.</summary>
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

    /// <summary>What the next offer or answer is refused with.</summary>
    public SignalingException? Refusal { get; set; }

    public ICallSignaling Create(JoinSessionResponse joined, CallTransport transport, ICallSignalingEvents events) =>
        new FakeSignaling(this, joined, transport, events);

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

internal sealed class FakeSignaling(FakeHub hub, JoinSessionResponse joined, CallTransport transport, ICallSignalingEvents events) : ICallSignaling
{
    private readonly Lock _lock = new();
    private Task _events = Task.CompletedTask;

    public JoinSessionResponse Joined => joined;

    public CallTransport Transport => transport;

    public string UserId => joined.Participant.UserId;

    public bool Disposed { get; private set; }

    private string Name => joined.Polite ? "guest" : "host";

    public Task ConnectAsync(CancellationToken cancellationToken)
    {
        var others = hub.Add(this);
        _ = RaiseAsync(to => to.JoinedAsync(Message(others, resumed: false)));
        foreach (var other in others)
        {
            _ = other.RaiseAsync(to => to.PeerJoinedAsync(new() { UserId = UserId, Epoch = "1", Restarted = false }));
        }

        return Task.CompletedTask;
    }

    /// <summary>One after another, and beside whatever is sent, as a connection does it.</summary>
    /// <returns>When it was handled.</returns>
    public Task RaiseAsync(Func<ICallSignalingEvents, Task> raise)
    {
        lock (_lock)
            return _events = RaiseAfterAsync(_events, raise);
    }

    public JoinedMessage Message(IReadOnlyList<FakeSignaling> others, bool resumed, string epoch = "1", Negotiation? negotiation = null) => new()
    {
        Session = joined.Session,
        Self = joined.Participant,
        Polite = joined.Polite,
        Peers = [.. others.Select(other => other.Joined.Participant)],
        Permissions = [],
        IceServers = [],
        IceServersExpiresAt = joined.IceServersExpiresAt,
        IceCandidateTimeout = 10,
        Epoch = epoch,
        Seq = 0,
        Resumed = resumed,
        Negotiation = negotiation,
    };

    public Task<long?> SendOfferAsync(string sdp, CancellationToken cancellationToken)
    {
        RefuseOnce($"{Name}: {sdp} refused");
        var seq = hub.NextSeq();
        hub.Log.Enqueue($"{Name}: {sdp}");
        _ = hub.OtherOf(this).RaiseAsync(to => to.OfferedAsync(new() { Sdp = sdp, FromUserId = UserId, Seq = seq }));
        return Task.FromResult<long?>(seq);
    }

    public Task SendAnswerAsync(string sdp, long offerSeq, CancellationToken cancellationToken)
    {
        RefuseOnce($"{Name}: {sdp} to {offerSeq} refused");
        var seq = hub.NextSeq();
        hub.Log.Enqueue($"{Name}: {sdp} to {offerSeq}");
        _ = hub.OtherOf(this).RaiseAsync(to => to.AnsweredAsync(new() { Sdp = sdp, OfferSeq = offerSeq, FromUserId = UserId, Seq = seq }));
        return Task.CompletedTask;
    }

    public Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken)
    {
        hub.Log.Enqueue($"{Name}: candidates");
        var relay = new IceCandidateRelay { Candidates = candidates, FromUserId = UserId, Seq = hub.NextSeq() };
        return hub.OtherOf(this).RaiseAsync(to => to.CandidatesReceivedAsync(relay));
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

    private void RefuseOnce(string what)
    {
        if (hub.Refusal is { } refusal)
        {
            hub.Refusal = null;
            hub.Log.Enqueue(what);
            throw refusal;
        }
    }

    private async Task RaiseAfterAsync(Task before, Func<ICallSignalingEvents, Task> raise)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await raise(events);
    }
}
