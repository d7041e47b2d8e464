using System.Threading.Channels;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Qos;

/// <summary>The samples of this replica that wait to be written, of all callers, REST and signaling; bounded by their number.</summary>
public sealed class QosQueue(IOptions<QosOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Of less, one statement is cheaper than two.
    private const int MinShare = 16;

    private const int MaxTurns = 16;

    private readonly Channel<QosWrite> _channel = Channel.CreateUnbounded<QosWrite>();
    private int _waiting;
    private int _writing;

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

    /// <summary>
    /// What is there, up to a writer's share and the limit of a group; waits only where there is nothing. Give it to <see cref="Release"/> when it is written.
    /// </summary>
    /// <returns>Empty: nothing will come any more.</returns>
    internal async Task<List<QosWrite>> TakeAsync()
    {
        var group = new List<QosWrite>();
        while (group.Count == 0 && await _channel.Reader.WaitToReadAsync())
        {
            await LetInAsync();
            var limit = Math.Min(Share(), options.Value.GroupLimit);
            for (var samples = 0; samples < limit && _channel.Reader.TryRead(out var write);)
            {
                Interlocked.Add(ref _waiting, -write.Rows.Count);
                if (write.IsAbandoned)
                    continue;

                Interlocked.Add(ref _writing, write.Rows.Count);
                group.Add(write);
                samples += write.Rows.Count;
            }
        }

        return group;
    }

    /// <summary>The group is written, or was refused.</summary>
    internal void Release(List<QosWrite> group) => Interlocked.Add(ref _writing, -group.Sum(write => write.Rows.Count));

    /// <summary>What waits is still written.</summary>
    internal void Complete() => _channel.Writer.TryComplete();

    // Callers come in swarms: those of one group are answered at once, and each is on its way back when the first of them wakes a writer, which would
    // leave with that one. No time is waited: only while each turn of the thread pool brings more.
    private async Task LetInAsync()
    {
        for (var (turn, before) = (0, -1); turn < MaxTurns && Waiting != before; turn++)
        {
            before = Waiting;
            await OthersFirstAsync();
        }
    }

    // Task.Yield comes back before the others: it goes to the front of its own thread's queue.
    private static Task OthersFirstAsync()
    {
        var turn = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    // Equal groups: while Postgres flushes one to disk, it works on the other.
    private int Share()
    {
        var writers = options.Value.Writers;
        return Math.Max(MinShare, (Waiting + Volatile.Read(ref _writing) + writers - 1) / writers);
    }
}
