using System.Text.Json;
using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Console.Access;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>One of the two users of a call: joins, and is told by its signaling and by its peer in the page.</summary>
public sealed class CallSide(
    ParticipantRole role,
    CallTransport transport,
    PlatformUser user,
    M4shClient api,
    ICallSignalingFactory signalings,
    ICallObserver call,
    TimeProvider time,
    CancellationToken lifetime) : ICallSignalingEvents, IBrowserPeerEvents, IAsyncDisposable
{
    // Relayed messages may come before the peer in the page is open: they wait for it.
    private readonly TaskCompletionSource<CallNegotiation> _negotiation = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ICallSignaling? _signaling;
    private Task<IBrowserPeer>? _opening;

    public ParticipantRole Role => role;

    public CallTransport Transport => transport;

    public PlatformUser User => user;

    public string Name => CallSteps.Name(role);

    public PeerConnectionState State { get; private set; } = PeerConnectionState.New;

    public JsonElement? CandidatePair { get; private set; }

    public CallMetrics Metrics { get; } = new();

    public QualityRecommendation? Recommendation { get; private set; }

    /// <summary>The API's replica that holds the signaling connection, once it is known.</summary>
    public string? Replica { get; set; }

    /// <summary>How many samples the API has stored.</summary>
    public int SamplesSent { get; private set; }

    /// <summary>Begins to open the peer in the page. Never given up halfway: nobody would close what the page has opened.</summary>
    public void Open(IBrowserPeers browser) => _opening = browser.OpenAsync(role, this);

    /// <summary>Joins by REST and by signaling while the peer in the page opens.</summary>
    public async Task JoinAsync(Guid sessionId)
    {
        var joined = await api.JoinSessionAsync(sessionId, user.Name, lifetime);
        call.Mark(CallSteps.Token(role));
        _signaling = signalings.Create(joined, transport, this);
        await Task.WhenAll(ConnectAsync(_signaling), ConfigureAsync(joined, _signaling));
    }

    public Task<Session> LeaveAsync(Guid sessionId, CancellationToken cancellationToken) =>
        api.LeaveSessionAsync(sessionId, "hangup", cancellationToken);

    public Task JoinedAsync(JoinedMessage message) => NegotiateAsync(negotiation => negotiation.JoinAsync(message));

    public Task PeerJoinedAsync(PeerJoined message) => NegotiateAsync(negotiation => negotiation.PeerJoinedAsync(message));

    public Task PeerReconnectedAsync(PeerPresence message) => NegotiateAsync(negotiation => negotiation.PeerReconnectedAsync());

    public Task PeerGoneAsync() => NegotiateAsync(negotiation => negotiation.PeerGoneAsync());

    public Task OfferedAsync(OfferRelay message) => NegotiateAsync(negotiation => negotiation.AcceptOfferAsync(message));

    public Task AnsweredAsync(AnswerRelay message) => NegotiateAsync(negotiation => negotiation.AcceptAnswerAsync(message));

    public Task RolledBackAsync(RollbackRelay message) => NegotiateAsync(negotiation => negotiation.RollBackAsync(message));

    public Task IceTimedOutAsync(IceTimeoutMessage message) =>
        NegotiateAsync(negotiation => negotiation.RestartIceAsync(message.IceTransportPolicy));

    public Task IceServersChangedAsync(IceServersResponse message) => NegotiateAsync(negotiation => negotiation.UseAsync(message.IceServers));

    public Task CandidatesReceivedAsync(IceCandidateRelay message) => NegotiateAsync(negotiation => negotiation.AddCandidatesAsync(message));

    public Task CandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates) =>
        NegotiateAsync(negotiation => negotiation.SendCandidatesAsync(candidates));

    public Task SessionChangedAsync(SessionStateMessage message)
    {
        call.SessionChanged(message);
        return Task.CompletedTask;
    }

    public Task RecommendedAsync(QualityRecommendation message)
    {
        Recommendation = message;
        call.Measured();
        return Task.CompletedTask;
    }

    public Task ClosedAsync(SignalingClosed closed)
    {
        var reason = closed.Disconnect?.Reason ?? (closed.Error as SignalingException)?.Code ?? ErrorCodes.Unavailable;
        call.Failed(CallProblems.SignalingClosed(Name, reason), closed.Error);
        return Task.CompletedTask;
    }

    public Task ConnectionStateAsync(PeerConnectionState state, JsonElement? candidatePair) => GuardAsync(async () =>
    {
        State = state;
        CandidatePair = candidatePair ?? CandidatePair;
        call.StateChanged(this);
        await _signaling!.SendConnectionStateAsync(new() { State = state, CandidatePair = candidatePair }, lifetime);
    });

    public Task FirstFrameAsync()
    {
        call.Mark(CallSteps.Frame(role));
        return Task.CompletedTask;
    }

    public Task StatsAsync(PeerStats stats)
    {
        Metrics.Add(stats);
        call.Measured();
        return Task.CompletedTask;
    }

    public Task WindowAsync(PeerStats window) =>
        window.ToSample(time.GetUtcNow()) is { } sample ? GuardAsync(() => SendAsync(sample)) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        State = PeerConnectionState.Closed;
        if (!_negotiation.TrySetCanceled(CancellationToken.None) && _negotiation.Task.IsCompletedSuccessfully)
        {
            (await _negotiation.Task).Dispose();
        }

        if (_opening is not null)
        {
            await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_opening.IsCompletedSuccessfully)
            {
                await (await _opening).DisposeAsync();
            }
        }

        if (_signaling is not null)
        {
            await _signaling.DisposeAsync();
        }
    }

    private async Task ConnectAsync(ICallSignaling signaling)
    {
        await signaling.ConnectAsync(lifetime);
        call.Mark(CallSteps.Signaling(role));
    }

    private async Task ConfigureAsync(JoinSessionResponse joined, ICallSignaling signaling)
    {
        try
        {
            var peer = await (_opening ?? throw new InvalidOperationException("Open the peer first."));
            await peer.RestartAsync(joined.IceServers, lifetime);
            _negotiation.TrySetResult(new(peer, signaling, joined, call, time, lifetime));
        }
        catch (Exception exception)
        {
            // What was relayed meanwhile need not wait any longer.
            _negotiation.TrySetException(exception);
            throw;
        }
    }

    private async Task SendAsync(QosSample sample)
    {
        try
        {
            await _signaling!.SendQualityAsync(sample, lifetime);
            SamplesSent++;
            call.Measured();
        }
        catch (SignalingException exception) when (exception.Code is ErrorCodes.Unavailable or ErrorCodes.SessionEnded)
        {
            // Telemetry may be lost while the connection is being made again or the call ends; a call is not given up for it.
        }
    }

    private Task NegotiateAsync(Func<CallNegotiation, Task> handle) =>
        GuardAsync(async () => await handle(await _negotiation.Task.WaitAsync(lifetime)));

    // Whoever raises an event has no use for what its handler throws: the call does.
    private async Task GuardAsync(Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception) when (lifetime.IsCancellationRequested)
        {
            // Hung up meanwhile: whatever was on its way is void.
        }
        catch (Exception exception)
        {
            call.Failed(Problem.From(exception), exception);
        }
    }
}
