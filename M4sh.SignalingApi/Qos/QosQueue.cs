using System.Threading.Channels;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Qos;

/// <summary>The samples of this replica that wait to be written, of all callers, REST and signaling; bounded by their number.</summary>
public sealed class QosQueue(IOptions<QosOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<QosWrite> _channel = Channel.CreateUnbounded<QosWrite>();
    private int _waiting;

    /// <summary>How many samples wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How many may.</summary>
    public int Limit => options.Value.QueueLimit;

    /// <exception cref="M4shException"><c>unavailable</c>: too many wait, or the service stops.</exception>
    internal void Add(QosWrite write)
    {
        if (Interlocked.Add(ref _waiting, write.Rows.Count) <= Limit && _channel.Writer.TryWrite(write))
            return;

        Interlocked.Add(ref _waiting, -write.Rows.Count);
        throw new M4shException(ErrorCodes.Unavailable, "Too many samples wait to be stored. Try again.") { RetryAfter = RetryAfter };
    }

    /// <summary>What is there, up to the limit of a group; waits only where there is nothing.</summary>
    /// <returns>Empty: nothing will come any more.</returns>
    internal async Task<List<QosWrite>> TakeAsync()
    {
        var group = new List<QosWrite>();
        while (group.Count == 0 && await _channel.Reader.WaitToReadAsync())
        {
            for (var samples = 0; samples < options.Value.GroupLimit && _channel.Reader.TryRead(out var write);)
            {
                Interlocked.Add(ref _waiting, -write.Rows.Count);
                if (write.IsAbandoned)
                    continue;

                group.Add(write);
                samples += write.Rows.Count;
            }
        }

        return group;
    }

    /// <summary>What waits is still written.</summary>
    internal void Complete() => _channel.Writer.TryComplete();
}
