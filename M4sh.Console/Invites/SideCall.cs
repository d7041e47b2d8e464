using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Console.Calls;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Invites;

/// <summary>
/// One side of a call whose other side is in another browser, so in another circuit and perhaps on another replica: all that they know of each other is what
/// the API tells them. Its events may be raised on any thread.
/// </summary>
public sealed partial class SideCall : ICallObserver, IAsyncDisposable
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(15);

    private readonly CallContext _context;
    private readonly IBrowserPeers _browser;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Lock _lock = new();
    private readonly long _began;
    private Task _starting = Task.CompletedTask;
    private Task? _closing;
    private bool _isGuestOut;

    public SideCall(CallContext context, IBrowserPeers browser, ParticipantRole role, string callId, CallPlan plan)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _browser, CallId, _began) = (context, browser, callId, context.Time.GetTimestamp());
        Side = context.Side(role, plan, callId, this, _lifetime.Token);
    }

    /// <summary>Something other than a number changed.</summary>
    public event Action? Progressed;

    /// <summary>There are new numbers; comes often.</summary>
    public event Action? NumbersChanged;

    /// <summary>Names the call's two users.</summary>
    public string CallId { get; }

    public CallSide Side { get; }

    public Guid? SessionId { get; private set; }

    public CallStatus Status { get; private set; } = CallStatus.Idle;

    public Problem? Problem { get; private set; }

    public bool IsOver => Status is CallStatus.Ended or CallStatus.Failed;

    private string GuestId => CallContext.UserId(ParticipantRole.Guest, CallId);

    /// <summary>The guest's place is another page's now, or nobody's: leaving would put that page out as well.</summary>
    private bool IsPlaceLost => Side.Role == ParticipantRole.Guest && Problem?.Code is DisconnectReasons.Replaced or ErrorCodes.TokenRevoked;

    public TimeSpan Elapsed => _context.Time.GetElapsedTime(_began);

    /// <summary>Joins a session; without one, as the host, makes it first, for the guest of the same call and nobody else.</summary>
    public Task StartAsync(Guid? sessionId = null)
    {
        Set(CallStatus.Starting);
        return _starting = ConnectAsync(sessionId);
    }

    /// <summary>The guest leaves; the host ends the call for both.</summary>
    public Task HangUpAsync() => CloseOnceAsync(CallStatus.Ended, null);

    /// <summary>The host puts the guest out of the call, and keeps it out, whether or not it is there yet.</summary>
    public async Task RemoveGuestAsync()
    {
        // Also where the API's answer is lost.
        _isGuestOut = true;
        await _context.RemoveAsync(Side.User, SessionId!.Value, GuestId);
    }

    /// <summary>A guest may come in again.</summary>
    public async Task LetGuestInAsync()
    {
        if (!_isGuestOut)
        {
            return;
        }

        await _context.LetInAsync(SessionId!.Value, GuestId);
        _isGuestOut = false;
        Side.ExpectOther();
    }

    public async ValueTask DisposeAsync()
    {
        Progressed = null;
        NumbersChanged = null;
        await HangUpAsync();
        _lifetime.Dispose();
    }

    public void Mark(string key) => Progressed?.Invoke();

    public void Changed() => Progressed?.Invoke();

    public void Measured() => NumbersChanged?.Invoke();

    public void StateChanged(CallSide side)
    {
        lock (_lock)
        {
            if (Status == CallStatus.Starting && Side.State == PeerConnectionState.Connected)
            {
                Status = CallStatus.Connected;
            }
        }

        Progressed?.Invoke();
    }

    public void SessionChanged(SessionStateMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Status != SessionStatus.Ended)
        {
            return;
        }

        _ = message.EndReason is EndReason.Hangup or EndReason.EndedByHost
            ? CloseOnceAsync(CallStatus.Ended, null)
            : CloseOnceAsync(CallStatus.Failed, CallProblems.SessionEnded(message.EndReason is { } reason ? SnakeCase.Write(reason) : "no reason given"));
    }

    public void Signaled(CallSide side, SignalingTraffic traffic)
    {
        // The inspector belongs to the page that has both sides.
    }

    public void Failed(Problem problem, Exception? exception)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Log.CallFailed(_context.Logger, problem.Code, exception);

        // Not awaited: whoever reports may be what is going to be closed.
        _ = CloseOnceAsync(CallStatus.Failed, problem);
    }

    private async Task ConnectAsync(Guid? sessionId)
    {
        try
        {
            Side.Open(_browser);
            SessionId = sessionId ?? (await _context.CreateSessionAsync(Side.User, _lifetime.Token, GuestId)).Id;
            await Side.JoinAsync(SessionId.Value);
            Progressed?.Invoke();
        }
        catch (Exception) when (_lifetime.IsCancellationRequested)
        {
            // Hung up before it was up.
        }
        catch (Exception exception)
        {
            Failed(Problem.From(exception), exception);
        }
    }

    private Task CloseOnceAsync(CallStatus final, Problem? problem)
    {
        lock (_lock)
        {
            if (_closing is null)
            {
                Problem = problem;
                _closing = Task.Run(() => CloseAsync(final));
            }

            return _closing;
        }
    }

    private async Task CloseAsync(CallStatus final)
    {
        await _lifetime.CancelAsync();
        await _starting;
        if (SessionId is { } sessionId && !IsPlaceLost)
        {
            await LeaveAsync(sessionId);
        }

        await Side.DisposeAsync();
        Set(final);
    }

    private async Task LeaveAsync(Guid sessionId)
    {
        using var limit = new CancellationTokenSource(LeaveLimit, _context.Time);
        try
        {
            await (Side.Role == ParticipantRole.Host ? Side.EndAsync(sessionId, limit.Token) : Side.LeaveAsync(sessionId, limit.Token));
        }
        catch (M4shApiException exception) when (exception.Code is ErrorCodes.NotFound or ErrorCodes.SessionEnded)
        {
            // It had not joined yet, or the other was first: there is nothing to leave.
        }
        catch (Exception exception) when (exception is M4shApiException or OperationCanceledException)
        {
            Log.LeaveFailed(_context.Logger, Side.Name, exception);
        }
    }

    private void Set(CallStatus status)
    {
        Status = status;
        Progressed?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A side of an invited call failed: {Code}.")]
        public static partial void CallFailed(ILogger logger, string code, Exception? exception);

        [LoggerMessage(2, LogLevel.Warning, "The {Side} of an invited call could not leave.")]
        public static partial void LeaveFailed(ILogger logger, string side, Exception exception);
    }
}
