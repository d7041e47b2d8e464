using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Client.Tests.Signaling;

/// <summary>A clock that is moved, and tells how long is waited for.</summary>
internal sealed class NotedTimeProvider : FakeTimeProvider
{
    /// <summary>A wait for so long is not told.</summary>
    public static readonly TimeSpan Ignored = TimeSpan.FromHours(1);

    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    public ChannelReader<TimeSpan> Pauses => _pauses.Reader;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Ignored && dueTime != Timeout.InfiniteTimeSpan)
            _pauses.Writer.TryWrite(dueTime);

        return timer;
    }
}
