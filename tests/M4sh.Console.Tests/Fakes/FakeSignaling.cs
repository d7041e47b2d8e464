using System.Collections.Concurrent;
using M4sh.Client.Signaling;
using M4sh.Console.Calls;
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

    public SignalingConnection Create(JoinSessionResponse joined, CallTransport transport, Action<SignalingTraffic> observer) =>
        (_connections[joined.Participant.UserId] = new(this, joined, transport, observer)).Connection;

    internal long NextSeq() => Interlocked.Increment(ref _seq);

    internal IReadOnlyList<FakeSignaling> OthersThere(FakeSignaling connection) => [.. _connections.Values.Where(each => each != connection && each is { IsThere: true, Disposed: false })];
}

internal sealed class FakeSignaling : ISignalingTransport
{
    private readonly Dictionary<string, Action<object>> _handlers = [];
    private readonly FakeHub _hub;

    public FakeSignaling(FakeHub hub, JoinSessionResponse joined, CallTransport transport, Action<SignalingTraffic> observer)
    {
        (_hub, Joined, Transport) = (hub, joined, transport);
        Connection = new(new() { SessionToken = _ => ValueTask.FromResult(joined.Token), ReconnectFor = TimeSpan.Zero, Observer = observer }, this);
    }

    public event Action<Exception?>? Closed;

    public SignalingConnection Connection { get; }

    public JoinSessionResponse Joined { get; }

    public CallTransport Transport { get; }

    /// <summary>It has joined.</summary>
    public bool IsThere { get; private set; }

    public bool Disposed { get; private set; }

    public string UserId => Joined.Participant.UserId;

    private string Name => Joined.Polite ? "guest" : "host";

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void On<T>(string method, Action<T> handler) => _handlers[method] = message => handler((T)message);

    public void Raise(string method, object message) => _handlers[method](message);

    public void Close() => Closed?.Invoke(null);

    /// <returns>When it was handled.</returns>
    public async Task RecommendAsync(QualityRecommendation message)
    {
        // Whoever registers last is called last.
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = Connection.OnQualityRecommendation(_ => Task.FromResult(handled.TrySetResult()));
        Raise(nameof(ISignalingClient.QualityRecommendation), message);
        await handled.Task;
    }

    public Task<Ack> SendAsync(string method, object message, CancellationToken cancellationToken)
    {
        var seq = _hub.NextSeq();
        switch (message)
        {
            case JoinMessage:
                Join();
                break;
            case OfferMessage { Sdp: var sdp }:
                _hub.Log.Enqueue($"{Name}: {sdp}");
                Relay(nameof(ISignalingClient.Offer), new OfferRelay { Sdp = sdp, FromUserId = UserId, Seq = seq });
                break;
            case AnswerMessage { Sdp: var sdp, OfferSeq: var offer }:
                _hub.Log.Enqueue($"{Name}: {sdp} to {offer}");
                Relay(nameof(ISignalingClient.Answer), new AnswerRelay { Sdp = sdp, OfferSeq = offer, FromUserId = UserId, Seq = seq });
                break;
            case IceCandidateMessage { Candidates: var candidates }:
                _hub.Log.Enqueue($"{Name}: candidates");
                Relay(nameof(ISignalingClient.IceCandidate), new IceCandidateRelay { Candidates = candidates, FromUserId = UserId, Seq = seq });
                break;
            case MuteMessage { Kind: var kind }:
                _hub.Log.Enqueue($"{Name}: {method} {kind}");
                Relay(method, new MuteRelay { Kind = kind, FromUserId = UserId, Seq = seq });
                break;
            case ConnectionStateMessage { State: var state }:
                _hub.Log.Enqueue($"{Name}: {state}");
                break;
            case QosSample sample:
                _hub.Samples.Enqueue(sample);
                break;
            default:
                throw new InvalidOperationException($"Nobody expected {method}.");
        }

        return Task.FromResult(new Ack { Seq = seq });
    }

    /// <summary>How often the client cut the connection.</summary>
    public int Stops { get; private set; }

    public Task StopAsync()
    {
        Stops++;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    private void Join()
    {
        lock (_hub)
        {
            var others = _hub.OthersThere(this);
            IsThere = true;
            Raise(nameof(ISignalingClient.Joined), new JoinedMessage
            {
                Session = Joined.Session,
                Self = Joined.Participant,
                Polite = Joined.Polite,
                Peers = [.. others.Select(other => other.Joined.Participant)],
                Permissions = [],
                IceServers = Joined.IceServers,
                IceServersExpiresAt = Joined.IceServersExpiresAt,
                IceCandidateTimeout = 10,
                Epoch = "1",
                Seq = 0,
                Resumed = false,
            });
            Relay(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = UserId, Epoch = "1", Restarted = false });
        }
    }

    private void Relay(string method, object message)
    {
        foreach (var other in _hub.OthersThere(this).Where(each => !each.Disposed))
            other.Raise(method, message);
    }
}
