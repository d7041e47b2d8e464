using System.Text.Json;
using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Client.Signaling.Negotiation;
using M4sh.Console.Access;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Console.Calls;

/// <summary>One of the two users of a call: joins, and is told by its signaling and by its peer in the page.</summary>
public sealed partial class CallSide(
    ParticipantRole role,
    CallPlan plan,
    PlatformUser user,
    M4shClient api,
    ICallSignalingFactory signalings,
    ICallObserver call,
    TimeProvider time,
    CancellationToken lifetime) : IBrowserPeerEvents, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<MediaPermission> _muted = [];
    private readonly HashSet<MediaPermission> _otherMuted = [];
    private readonly List<CallAdvice> _advice = [];
    private CallConnection? _connection;
    private string? _otherId;

    public ParticipantRole Role => role;

    public CallTransport Transport => plan.Transports.Of(role);

    public PlatformUser User => user;

    public string Name => CallSteps.Name(role);

    public PeerConnectionState State { get; private set; } = PeerConnectionState.New;

    public JsonElement? CandidatePair { get; private set; }

    public CallMetrics Metrics { get; } = new();

    /// <summary>What the API recommended last.</summary>
    public QualityRecommendation? Recommendation => Advice is [.., var last] ? last.Message : null;

    /// <summary>All that it recommended.</summary>
    public IReadOnlyList<CallAdvice> Advice => Copy(_advice);

    /// <summary>What this side does not send now.</summary>
    public IReadOnlyList<MediaPermission> Muted => Copy(_muted);

    /// <summary>What the other does not send now, as the signaling told it.</summary>
    public IReadOnlyList<MediaPermission> OtherMuted => Copy(_otherMuted);

    /// <summary>Where the other is, as the signaling tells it.</summary>
    public OtherPresence Other { get; private set; }

    /// <summary>Its page is closed; the API was not told.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>The API's replica that holds the signaling connection, once it is known.</summary>
    public string? Replica { get; set; }

    /// <summary>How many samples the API has stored.</summary>
    public int SamplesSent { get; private set; }

    /// <summary>The way that its media takes.</summary>
    public CallRoute Route { get; set; } = CallRoute.Open;

    /// <summary>Begins to open the peer in the page. Never given up halfway: nobody would close what the page has opened.</summary>
    public void Open(IBrowserPeers browser) => _connection = new(browser.OpenAsync(role, plan.Media, this));

    /// <summary>Joins by REST and by signaling while the peer in the page opens.</summary>
    public async Task JoinAsync(Guid sessionId)
    {
        var connection = _connection ?? throw new InvalidOperationException("Open the peer first.");
        var joined = await api.JoinSessionAsync(sessionId, user.Name, lifetime);
        call.Mark(CallSteps.Token(role));
        if (Route.Path != CallPath.Any && Route.Servers(joined.IceServers).Count == 0)
        {
            throw new ProblemException(CallProblems.NoPath(Route.Path));
        }

        var signaling = signalings.Create(joined, Transport, traffic => call.Signaled(this, traffic));
        connection.Use(
            signaling,
            new(signaling, new CallPeer(connection.Opening, call, Route), Report, time),
            signaling.OnSessionState(SessionChangedAsync),
            signaling.OnQualityRecommendation(RecommendedAsync),
            signaling.OnJoined(message => message.Peers is [var peer, ..] ? HereAsync(peer.UserId) : OtherAsync(Other == OtherPresence.Here ? OtherPresence.Away : Other)),
            signaling.OnPeerJoined(message => HereAsync(message.UserId)),
            signaling.OnPeerReconnected(message => HereAsync(message.UserId)),
            signaling.OnPeerDisconnected(message => IsOther(message.UserId) ? OtherAsync(OtherPresence.Away) : Task.CompletedTask),
            signaling.OnPeerLeft(message => DropOtherAsync(message.UserId)),
            signaling.OnMute(message => OtherMutedAsync(message, isMuted: true)),
            signaling.OnUnmute(message => OtherMutedAsync(message, isMuted: false)),
            signaling.OnClosed(ClosedAsync));
        await Task.WhenAll(ConnectAsync(signaling), connection.Opening);
    }

    public Task<Session> LeaveAsync(Guid sessionId, CancellationToken cancellationToken) =>
        api.LeaveSessionAsync(sessionId, "hangup", cancellationToken);

    /// <summary>Ends the session for both, as its creator.</summary>
    public Task<Session> EndAsync(Guid sessionId, CancellationToken cancellationToken) => api.EndSessionAsync(sessionId, "hangup", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        State = PeerConnectionState.Closed;
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private SignalingConnection Signaling =>
        _connection?.Signaling ?? throw new ProblemException(CallProblems.PageGone(Name));

    private PeerNegotiation Negotiation =>
        _connection?.Negotiation ?? throw new ProblemException(CallProblems.PageGone(Name));

    private async Task ConnectAsync(SignalingConnection signaling)
    {
        await signaling.ConnectAsync(lifetime);
        call.Mark(CallSteps.Signaling(role));
    }

    private Task SessionChangedAsync(SessionStateMessage message)
    {
        call.SessionChanged(message);
        return Task.CompletedTask;
    }

    private Task RecommendedAsync(QualityRecommendation message)
    {
        lock (_lock)
            _advice.Add(new(call.Elapsed, message));

        call.Measured();
        return Task.CompletedTask;
    }

    private Task HereAsync(string userId)
    {
        _otherId = userId;
        return OtherAsync(OtherPresence.Here);
    }

    private Task OtherAsync(OtherPresence presence)
    {
        Other = presence;
        call.Changed();
        return Task.CompletedTask;
    }

    // That somebody left may be told after who came in its place.
    private bool IsOther(string userId) => _otherId is null || _otherId == userId;

    // It does not come back by itself: nothing of its connection is kept for it, nor shown.
    private Task DropOtherAsync(string userId) => GuardAsync(async () =>
    {
        if (!IsOther(userId))
        {
            return;
        }

        (Other, State) = (OtherPresence.Left, PeerConnectionState.New);
        lock (_lock)
            _otherMuted.Clear();

        call.Changed();
        await (await _connection!.Opening).DropAsync(lifetime);
    });

    private Task OtherMutedAsync(MuteRelay message, bool isMuted)
    {
        Change(_otherMuted, message.Kind, isMuted);
        return Task.CompletedTask;
    }

    private Task ClosedAsync(SignalingClosed closed)
    {
        var reason = closed.Disconnect?.Reason ?? (closed.Error as SignalingException)?.Code ?? ErrorCodes.Unavailable;
        call.Failed(CallProblems.SignalingClosed(Name, reason), closed.Error);
        return Task.CompletedTask;
    }

    private void Change(HashSet<MediaPermission> kinds, MediaPermission kind, bool isThere)
    {
        lock (_lock)
        {
            if (isThere)
            {
                kinds.Add(kind);
            }
            else
            {
                kinds.Remove(kind);
            }
        }

        call.Changed();
    }

    private IReadOnlyList<T> Copy<T>(IEnumerable<T> values)
    {
        lock (_lock)
            return [.. values];
    }

    // Whoever raises an event has no use for what its handler throws: the call does.
    private async Task GuardAsync(Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception exception)
        {
            Report(exception);
        }
    }

    private void Report(Exception exception)
    {
        // Hung up meanwhile: whatever was on its way is void. And that the signaling is closed or the session over, they say themselves.
        if (!lifetime.IsCancellationRequested && !IsKilled
            && exception is not (SignalingException { Code: ErrorCodes.Unavailable or ErrorCodes.SessionEnded or ErrorCodes.Unauthorized or DisconnectReasons.Replaced } or OperationCanceledException))
        {
            call.Failed(Problem.From(exception), exception);
        }
    }
}
