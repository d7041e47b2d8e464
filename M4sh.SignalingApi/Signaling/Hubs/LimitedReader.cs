using System.Buffers;
using System.IO.Pipelines;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>
/// Reads records that end with 0x1E, SignalR's separator, each byte looked at once. From the first that is too large or too many on,
/// nothing is handed on any more: what comes is thrown away until the connection is closed.
/// </summary>
internal sealed class LimitedReader(PipeReader inner, int maxBytes, TokenBucket bucket, Action<DisconnectMessage> refuse, TimeProvider time) : PipeReader
{
    public const byte Separator = 0x1E;

    private static readonly DisconnectMessage TooLarge = new() { Action = DisconnectAction.Stop, Reason = DisconnectReasons.PayloadTooLarge };
    private static readonly DisconnectMessage TooMany = new() { Action = DisconnectAction.Resume, Reason = DisconnectReasons.RateLimited };

    private ReadOnlySequence<byte> _buffer;

    // From the start of the buffer: how far it has been looked at, and where the record at that place begins.
    private long _scanned;
    private long _record;
    private bool _greeted;
    private long _waitsSince;

    /// <summary>For how long the read that is under way has waited for the client. Zero: none is.</summary>
    public TimeSpan Silence => Volatile.Read(ref _waitsSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await HearAsync(cancellationToken);
        _buffer = result.Buffer;
        return Scan() is { } breach ? await RefuseAsync(breach, cancellationToken) : Whole(result);
    }

    public override bool TryRead(out ReadResult result) =>
        throw new NotSupportedException("Only for reading as SignalR does.");

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var length = _buffer.Slice(_buffer.Start, consumed).Length;
        _scanned -= length;
        _record -= length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> HearAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _waitsSince, time.GetTimestamp());
        try
        {
            return await inner.ReadAsync(cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _waitsSince, 0);
        }
    }

    private DisconnectMessage? Scan()
    {
        var fresh = new SequenceReader<byte>(_buffer.Slice(_scanned));
        while (fresh.TryAdvanceTo(Separator))
        {
            var end = _scanned + fresh.Consumed;
            if (end - 1 - _record > maxBytes)
                return TooLarge;

            _record = end;
            if (!_greeted)
            {
                // SignalR's handshake is no message. What follows it is looked at once there is a peer who can be told.
                _greeted = true;
                _scanned = end;
                return null;
            }

            if (!bucket.TryTake())
                return TooMany;
        }

        _scanned = _buffer.Length;
        return _scanned - _record > maxBytes ? TooLarge : null;
    }

    /// <summary>Of a connection that ended within a record, all before it: SignalR takes the rest for an error of the server's.</summary>
    private ReadResult Whole(ReadResult result)
    {
        if (!result.IsCompleted || _record == _buffer.Length)
            return result;

        _buffer = _buffer.Slice(0, Math.Max(0, _record));
        return new(_buffer, result.IsCanceled, result.IsCompleted);
    }

    private async ValueTask<ReadResult> RefuseAsync(DisconnectMessage breach, CancellationToken cancellationToken)
    {
        refuse(breach);
        while (true)
        {
            inner.AdvanceTo(_buffer.End);
            var result = await inner.ReadAsync(cancellationToken);
            _buffer = result.Buffer;
            if (result.IsCanceled || result.IsCompleted)
            {
                (_scanned, _record) = (_buffer.Length, _buffer.Length);
                _buffer = _buffer.Slice(_buffer.End);
                return new(_buffer, result.IsCanceled, result.IsCompleted);
            }
        }
    }
}
