namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>The server, as two model clients see it. An operation has told everybody all there is to tell when it returns.</summary>
internal interface IModelRoom : IAsyncDisposable
{
    DateTimeOffset Now { get; }

    ValueTask<IModelConnection> ConnectAsync(string user, Action<Told> tell);

    ValueTask AdvanceAsync(TimeSpan time);
}

internal interface IModelConnection
{
    /// <summary>Answered by <see cref="Joined"/>.</summary>
    ValueTask JoinAsync(string? epoch, long? lastSeq);

    ValueTask<Reply> SendAsync(Sent message);

    ValueTask CloseAsync();
}
