using M4sh.Client.Signaling;
using M4sh.Console.Network;
using M4sh.Console.Problems;
using M4sh.Console.Verdicts;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>
/// One call between two users of the console's own, from the click to the end. It knows neither a browser nor a component; its events may be
/// raised on any thread.
/// </summary>
public sealed partial class TestCall : ICallObserver, IAsyncDisposable
{
    /// <summary>After that a call that is not connected is given up: by then the API has asked for ICE restarts twice, and ended the session.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(15);

    private readonly CallContext _context;
    private readonly IBrowserPeers _browser;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Lock _lock = new();
    private Task? _closing;
    private Task _starting = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private Task _naming = Task.CompletedTask;
    private Task _ending = Task.CompletedTask;
    private Task _dropping = Task.CompletedTask;

    public TestCall(CallContext context, IBrowserPeers browser, CallPlan plan)
    {
        _context = context;
        _browser = browser;
        Plan = plan;
        Timeline = new(context.Time);
        var id = Guid.CreateVersion7(context.Time.GetUtcNow()).ToString("N");
        Host = context.Side(ParticipantRole.Host, plan, id, this, _lifetime.Token);
        Guest = context.Side(ParticipantRole.Guest, plan, id, this, _lifetime.Token);
        foreach (var side in Sides)
        {
            Timeline.Note(CallSteps.Signaling(side.Role), CallSteps.Name(side.Transport));
        }
    }

    /// <summary>Something other than a number changed.</summary>
    public event Action? Progressed;

    /// <summary>There are new numbers; comes often.</summary>
    public event Action? NumbersChanged;

    public CallPlan Plan { get; }

    public CallStatus Status { get; private set; } = CallStatus.Idle;

    public Guid? SessionId { get; private set; }

    public CallSide Host { get; }

    public CallSide Guest { get; }

    public IReadOnlyList<CallSide> Sides => [Host, Guest];

    public CallTimeline Timeline { get; }

    public TimeSpan Elapsed => Timeline.Elapsed;

    /// <summary>All that went over the two signaling connections.</summary>
    public SignalingLog Signaling { get; } = new();

    /// <summary>Stands between the peers where the plan asks for it.</summary>
    public UdpRelay? Relay { get; private set; }

    public Problem? Problem { get; private set; }

    /// <summary>Once it is over.</summary>
    public CallReport? Report { get; private set; }

    /// <summary>Once it has ended, as the API tells it.</summary>
    public Session? FinalSession { get; private set; }

    public bool IsOver => Status is CallStatus.Ended or CallStatus.Failed;

    /// <summary>Makes the session, both users join, their peers negotiate; returns when both have joined. Once only.</summary>
    public Task StartAsync()
    {
        SetStatus(CallStatus.Starting);
        _watching = WatchAsync();
        return _starting = ConnectAsync();
    }

    /// <summary>Both leave, everything is closed, the final session is read.</summary>
    public Task HangUpAsync() => CloseOnceAsync(CallStatus.Ended);

    public async ValueTask DisposeAsync()
    {
        Progressed = null;
        NumbersChanged = null;
        await HangUpAsync();
        _lifetime.Dispose();
    }

    public void Mark(string key)
    {
        Timeline.Mark(key);
        Progressed?.Invoke();
    }

    public void StateChanged(CallSide side)
    {
        // Until it was connected, the API says when to restart ICE and when to give up. And who was left alone waits.
        if (side.State == PeerConnectionState.Failed && Status == CallStatus.Connected && !Sides.Any(each => each.IsKilled))
        {
            Failed(CallProblems.ConnectionFailed(side.Name), null);
        }
        else if (Sides.All(each => each.State == PeerConnectionState.Connected))
        {
            OnConnected();
        }

        Progressed?.Invoke();
    }

    public void SessionChanged(SessionStateMessage message)
    {
        if (message.Status == SessionStatus.Ended)
        {
            Failed(CallProblems.SessionEnded(message.EndReason is { } reason ? SnakeCase.Write(reason) : "no reason given"), null);
        }
    }

    public void Measured() => NumbersChanged?.Invoke();

    public void Changed() => Progressed?.Invoke();

    public void Signaled(CallSide side, SignalingTraffic traffic)
    {
        Signaling.Add(Elapsed, side.Name, traffic);
        Measured();
    }

    public void Failed(Problem problem, Exception? exception)
    {
        lock (_lock)
        {
            if (_closing is not null)
            {
                return;
            }

            Problem = problem;

            // Not awaited: whoever reports may be what is going to be closed.
            _closing = Task.Run(() => CloseAsync(CallStatus.Failed));
        }

        Log.CallFailed(_context.Logger, problem.Code, exception);
    }

    private async Task ConnectAsync()
    {
        try
        {
            Relay = Plan.Network.Conditions is { } conditions ? _context.Relays.Open(conditions) : null;
            Host.Route = new(Plan.EffectivePath, Relay?.ForHost);
            Guest.Route = new(Plan.EffectivePath, Relay?.ForGuest);

            // The page opens its peers while the API makes the session.
            Host.Open(_browser);
            Guest.Open(_browser);
            var session = await _context.CreateSessionAsync(Host.User, _lifetime.Token);
            SessionId = session.Id;
            Mark(CallSteps.Session);
            await Task.WhenAll(Host.JoinAsync(session.Id), Guest.JoinAsync(session.Id));
        }
        catch (Exception) when (_lifetime.IsCancellationRequested)
        {
            // Hung up, or failed already, before it was up.
        }
        catch (Exception exception)
        {
            Failed(Problem.From(exception), exception);
        }
    }

    private void OnConnected()
    {
        lock (_lock)
        {
            if (Status != CallStatus.Starting || _closing is not null)
            {
                return;
            }

            // Whoever sees that it is connected finds all that goes by the clock from here on.
            Timeline.Mark(CallSteps.Connected);
            _ending = EndInTimeAsync();
            _dropping = DropInTimeAsync();
            _naming = Task.Run(() => NameReplicasAsync(SessionId!.Value));
            Status = CallStatus.Connected;
        }
    }
}
