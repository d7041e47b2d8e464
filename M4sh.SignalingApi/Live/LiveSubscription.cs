using System.Threading.Channels;

namespace M4sh.SignalingApi.Live;

/// <summary>One client's events, as many as it may have waiting.</summary>
internal sealed class LiveSubscription : IAsyncDisposable
{
    /// <summary>How many events may wait.</summary>
    public const int Capacity = 256;

    private static readonly byte[] Heartbeat = [.. ": \n\n"u8];

    private readonly Channel<ReadOnlyMemory<byte>> _frames =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>The events; at its end a <see cref="SlowClientException"/>, where there were too many.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Frames => _frames.Reader;

    /// <summary>Ends what calls <see cref="Offer"/>.</summary>
    public Func<Task>? Unsubscribe { get; init; }

    public void Offer(ReadOnlyMemory<byte> frame)
    {
        if (!_frames.Writer.TryWrite(frame))
            _frames.Writer.TryComplete(new SlowClientException());
    }

    /// <summary>Something to send where nothing happens, so that proxies and clients see that the stream lives.</summary>
    public void Beat() => _frames.Writer.TryWrite(Heartbeat);

    public async ValueTask DisposeAsync()
    {
        if (Unsubscribe is not null)
            await Unsubscribe();
    }
}
