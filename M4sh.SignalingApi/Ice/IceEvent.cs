namespace M4sh.SignalingApi.Ice;

/// <summary>An event on its way into a session's timeline, and who waits for it.</summary>
internal sealed record IceEvent(Guid SessionId, DateTimeOffset At, string Type, string UserId, string Data, CancellationToken Abandoned)
{
    public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
