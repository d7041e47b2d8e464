namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// The answer to the message that a connection's client is being served now: before the connection is closed it goes out, be it the ack of the
/// <c>leave</c> or the error of the <c>join</c> that is the reason. One at a time, as SignalR takes messages.
/// </summary>
internal sealed class PendingAnswer
{
    private TaskCompletionSource? _written;

    /// <summary>A message is being worked on.</summary>
    public void Begin() => Volatile.Write(ref _written, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Its answer is on its way to the client: what is written from now on comes after it.</summary>
    public void Written() => Interlocked.Exchange(ref _written, null)?.TrySetResult();

    /// <summary>Done when there is nothing to be waited for.</summary>
    public Task WrittenAsync() => Volatile.Read(ref _written)?.Task ?? Task.CompletedTask;
}
