using System.Text.Json;
using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Client.Signaling.Negotiation;
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
    CancellationToken lifetime) : IBrowserPeerEvents, IAsyncDisposable
{
    private readonly List<IDisposable> _registrations = [];
    private Task<IBrowserPeer>? _opening;
    private SignalingConnection? _signaling;
    private PeerNegotiation? _negotiation;

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
        var opening = _opening ?? throw new InvalidOperationException("Open the peer first.");
        var joined = await api.JoinSessionAsync(sessionId, user.Name, lifetime);
        call.Mark(CallSteps.Token(role));
        _signaling = signalings.Create(joined, transport);
        _negotiation = new(_signaling, new CallPeer(opening, call), Report, time);
        _registrations.AddRange(
        [
            _signaling.OnSessionState(SessionChangedAsync),
            _signaling.OnQualityRecommendation(RecommendedAsync),
            _signaling.OnClosed(ClosedAsync),
        ]);
        await Task.WhenAll(ConnectAsync(_signaling), opening);
    }

    public Task<Session> LeaveAsync(Guid sessionId, CancellationToken cancellationToken) =>
        api.LeaveSessionAsync(sessionId, "hangup", cancellationToken);

    public Task CandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates) => GuardAsync(() =>
    {
        call.Mark(CallSteps.Candidate);
        return _negotiation!.SendIceCandidatesAsync(candidates);
    });

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
        _registrations.ForEach(registration => registration.Dispose());
        _negotiation?.Dispose();
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
        Recommendation = message;
        call.Measured();
        return Task.CompletedTask;
    }

    private Task ClosedAsync(SignalingClosed closed)
    {
        var reason = closed.Disconnect?.Reason ?? (closed.Error as SignalingException)?.Code ?? ErrorCodes.Unavailable;
        call.Failed(CallProblems.SignalingClosed(Name, reason), closed.Error);
        return Task.CompletedTask;
    }

    private async Task SendAsync(QosSample sample)
    {
        try
        {
            await _signaling!.SendQualityStatsAsync(sample, lifetime);
            SamplesSent++;
            call.Measured();
        }
        catch (SignalingException exception) when (exception.Code is ErrorCodes.Unavailable or ErrorCodes.SessionEnded)
        {
            // Telemetry may be lost while the connection is being made again or the call ends; a call is not given up for it.
        }
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
        if (!lifetime.IsCancellationRequested && exception is not SignalingException { Code: ErrorCodes.Unavailable or ErrorCodes.SessionEnded })
        {
            call.Failed(Problem.From(exception), exception);
        }
    }
}
