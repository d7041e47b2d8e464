using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;

namespace M4sh.Console.Calls;

/// <content>What somebody does to it while the call goes on.</content>
public sealed partial class CallSide
{
    /// <summary>It can be acted on.</summary>
    public bool IsThere => _connection?.Signaling is not null;

    public Task MuteAsync(MediaPermission kind, bool isMuted) => ActAsync(async () =>
    {
        var connection = _connection!;
        await (await connection.Opening).MuteAsync(kind, isMuted, lifetime);
        Change(_muted, kind, isMuted);
        await (isMuted ? Signaling.MuteAsync(kind, lifetime) : Signaling.UnmuteAsync(kind, lifetime));
    });

    /// <summary>Who left is not meant any more: somebody may come as if nobody had.</summary>
    public void ExpectOther()
    {
        if (Other == OtherPresence.Left)
        {
            Other = OtherPresence.Never;
        }
    }

    /// <summary>New ICE credentials and candidates, while media goes on the old way.</summary>
    public Task RestartIceAsync() => ActAsync(() => Negotiation.NegotiateAsync(restartIce: true));

    /// <summary>The signaling breaks, as when a network changes; it comes back by itself.</summary>
    public Task DropSignalingAsync() => ActAsync(() => Signaling.DropAsync());

    /// <summary>The page is gone from one moment to the next, without a word to the API.</summary>
    public Task KillAsync() => ActAsync(async () =>
    {
        IsKilled = true;
        await CloseConnectionAsync();
    });

    /// <summary>The page is loaded anew, also after it was gone: the same user joins with a new peer.</summary>
    public Task ReloadAsync(IBrowserPeers browser, Guid sessionId) => GuardAsync(async () =>
    {
        IsKilled = true;
        await CloseConnectionAsync();
        if (lifetime.IsCancellationRequested)
        {
            return;
        }

        IsKilled = false;
        State = PeerConnectionState.New;
        Open(browser);
        call.Changed();
        await JoinAsync(sessionId);
    });

    private async Task CloseConnectionAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }

        State = PeerConnectionState.Closed;
        lock (_lock)
        {
            _muted.Clear();
            _otherMuted.Clear();
        }

        call.Changed();
    }

    private Task ActAsync(Func<Task> act) => IsThere ? GuardAsync(act) : Task.CompletedTask;
}
