namespace M4sh.Console.Calls;

/// <content>What happens to a call that is up, by itself or because somebody wants it.</content>
public sealed partial class TestCall
{
    private Task _reloading = Task.CompletedTask;

    /// <summary>Loads a side's page anew.</summary>
    public Task ReloadAsync(CallSide side)
    {
        lock (_lock)
        {
            return _closing is not null || SessionId is not { } sessionId || !_reloading.IsCompleted
                ? Task.CompletedTask
                : _reloading = side.ReloadAsync(_browser, sessionId);
        }
    }

    private async Task EndInTimeAsync()
    {
        if (Plan.Duration is { } duration && await PassesAsync(duration))
        {
            // Not awaited: the end waits for this.
            _ = CloseOnceAsync(CallStatus.Ended);
        }
    }

    private async Task DropInTimeAsync()
    {
        if (Plan.Network.DropsSignalingAfter is { } after && await PassesAsync(after))
        {
            await Task.WhenAll(Sides.Select(side => side.DropSignalingAsync()));
        }
    }

    /// <returns>Whether the call still is then.</returns>
    private async Task<bool> PassesAsync(TimeSpan time)
    {
        await Task.Delay(time, _context.Time, _lifetime.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_lifetime.IsCancellationRequested;
    }
}
