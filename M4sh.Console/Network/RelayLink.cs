using System.Buffers;
using System.Threading.Channels;

namespace M4sh.Console.Network;

/// <summary>One direction of a relay: holds each packet for as long as the model says, and counts. Packets come from one reader.</summary>
public sealed class RelayLink : IAsyncDisposable
{
    private readonly Channel<Held> _held = Channel.CreateUnbounded<Held>(new() { SingleReader = true, SingleWriter = true });
    private readonly Lock _lock = new();
    private readonly LinkModel _model;
    private readonly TimeProvider _time;
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> _send;
    private readonly CancellationTokenSource _over = new();
    private readonly long _start;
    private readonly Task _running;
    private LinkCounts _counts = new();

    /// <param name="model">What becomes of the packets.</param>
    /// <param name="time">The clock that they are held by.</param>
    /// <param name="send">Sends a packet on.</param>
    public RelayLink(LinkModel model, TimeProvider time, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send)
    {
        (_model, _time, _send) = (model, time, send);
        _start = time.GetTimestamp();
        _running = RunAsync();
    }

    public LinkCounts Counts
    {
        get
        {
            lock (_lock)
                return _counts;
        }
    }

    public void Post(ReadOnlySpan<byte> packet)
    {
        var now = Now;
        var isMedia = PacketKind.IsMedia(packet);
        var fate = _model.Admit(now, packet.Length);
        var isDropped = fate.Kind != LinkFateKind.Delivered;
        Count(packet.Length, fate.Kind, isMedia, isDropped);
        if (isDropped)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(buffer);
        _held.Writer.TryWrite(new(now, fate.Due, buffer, packet.Length));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _over.Dispose();
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private async Task RunAsync()
    {
        try
        {
            await foreach (var packet in _held.Reader.ReadAllAsync(_over.Token))
            {
                if (packet.Due - Now is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, _time, _over.Token);
                }

                await _send(packet.Buffer.AsMemory(0, packet.Length), _over.Token);
                var held = Now - packet.Came;
                lock (_lock)
                    _counts = _counts with { Delivered = _counts.Delivered + 1, Held = _counts.Held + held };

                ArrayPool<byte>.Shared.Return(packet.Buffer);
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The call is over: what is still held is nobody's.
        }
    }

    private void Count(int bytes, LinkFateKind fate, bool isMedia, bool isDropped)
    {
        lock (_lock)
        {
            _counts = _counts with
            {
                Packets = _counts.Packets + 1,
                Bytes = _counts.Bytes + bytes,
                Lost = _counts.Lost + (fate == LinkFateKind.Lost ? 1 : 0),
                Overflowed = _counts.Overflowed + (fate == LinkFateKind.Overflowed ? 1 : 0),
                Media = _counts.Media + (isMedia ? 1 : 0),
                MediaDropped = _counts.MediaDropped + (isMedia && isDropped ? 1 : 0),
            };
        }
    }

    private readonly record struct Held(TimeSpan Came, TimeSpan Due, byte[] Buffer, int Length);
}
