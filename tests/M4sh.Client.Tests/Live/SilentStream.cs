namespace M4sh.Client.Tests.Live;

/// <summary>A connection on which nothing ever comes.</summary>
internal sealed class SilentStream : MemoryStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }
}
