using M4sh.Client;
using M4sh.Console.Problems;
using M4sh.Console.Verdicts;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <content>The end of a call, and what runs beside it.</content>
public sealed partial class TestCall
{
    private const string SignalingConnected = "signaling_connected";
    private const int ReplicaAttempts = 6;
    private static readonly TimeSpan ReplicaPause = TimeSpan.FromMilliseconds(500);

    private Task CloseOnceAsync(CallStatus final)
    {
        lock (_lock)
            return _closing ??= Task.Run(() => CloseAsync(final));
    }

    private async Task CloseAsync(CallStatus final)
    {
        SetStatus(final == CallStatus.Failed ? final : CallStatus.HangingUp);
        await _lifetime.CancelAsync();
        await Task.WhenAll(_starting, _watching, _naming, _ending, _dropping, _reloading);
        if (SessionId is { } sessionId)
        {
            using var limit = new CancellationTokenSource(LeaveLimit, _context.Time);
            var left = await Task.WhenAll(Sides.Select(side => LeaveAsync(side, sessionId, limit.Token)));
            FinalSession = left.OfType<Session>().MaxBy(session => session.Status);
        }

        await Task.WhenAll(Sides.Select(side => ReleaseAsync(side.Name, side)));
        if (Relay is not null)
        {
            await ReleaseAsync("relay", Relay);
        }

        Report = CallReport.Of(this, _context.Time.GetUtcNow());
        SetStatus(final);
        NotKept = await _context.Archive.KeepAsync(this);
        IsKept = NotKept is null;
        Progressed?.Invoke();
    }

    private async Task<Session?> LeaveAsync(CallSide side, Guid sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await side.LeaveAsync(sessionId, cancellationToken);
        }
        catch (M4shApiException exception) when (exception.Code is ErrorCodes.NotFound or ErrorCodes.SessionEnded)
        {
            // It had not joined yet, or the session is over: there is nothing to leave.
            return null;
        }
        catch (Exception exception) when (exception is M4shApiException or OperationCanceledException)
        {
            Log.LeaveFailed(_context.Logger, side.Name, exception);
            Problem ??= Problem.From(exception);
            return null;
        }
    }

    /// <summary>What cannot be closed does not keep the call from its end: the rest is closed, and there is a report.</summary>
    private async Task ReleaseAsync(string name, IAsyncDisposable part)
    {
        try
        {
            await part.DisposeAsync();
        }
        catch (Exception exception)
        {
            Log.CloseFailed(_context.Logger, name, exception);
        }
    }

    private async Task WatchAsync()
    {
        if (await PassesAsync(ConnectLimit) && Status == CallStatus.Starting)
        {
            Failed(CallProblems.ConnectTimeout(ConnectLimit), null);
        }
    }

    /// <summary>Which replica each side's signaling is on, from the API's timeline, which is written a moment later.</summary>
    private async Task NameReplicasAsync(Guid sessionId)
    {
        try
        {
            for (var attempt = 0; attempt < ReplicaAttempts && Sides.Any(side => side.Replica is null); attempt++)
            {
                var timeline = await _context.GetEventsAsync(Host.User, sessionId, _lifetime.Token);
                foreach (var side in Sides)
                {
                    side.Replica = timeline.Items.LastOrDefault(each => each.Type == SignalingConnected && each.UserId == side.User.Id)?.Replica;
                    if (side.Replica is { } replica)
                    {
                        Timeline.Note(CallSteps.Signaling(side.Role), $"{CallSteps.Name(side.Transport)}, {replica}");
                    }
                }

                Progressed?.Invoke();
                await Task.Delay(ReplicaPause, _context.Time, _lifetime.Token);
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
            // Hung up: nobody looks any more.
        }
        catch (M4shApiException exception)
        {
            Log.NoReplicas(_context.Logger, exception);
        }
    }

    private void SetStatus(CallStatus status)
    {
        Status = status;
        Progressed?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A test call failed: {Code}.")]
        public static partial void CallFailed(ILogger logger, string code, Exception? exception);

        [LoggerMessage(2, LogLevel.Warning, "The {Side} of a test call could not leave.")]
        public static partial void LeaveFailed(ILogger logger, string side, Exception exception);

        [LoggerMessage(3, LogLevel.Information, "The timeline of a test call could not be read.")]
        public static partial void NoReplicas(ILogger logger, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "The {Part} of a test call could not be closed.")]
        public static partial void CloseFailed(ILogger logger, string part, Exception exception);
    }
}
