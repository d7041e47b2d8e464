using M4sh.Console.Feeds;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.Console.Tests.Feeds;

public sealed class FeedPoolTests
{
    private readonly CallWorld _world = new();
    private readonly CountingClock _clock = new();

    [Fact]
    public async Task Watch_NobodyLooksAnyMore_LeavesNoTimer()
    {
        var pool = new FeedPool<Guid, SessionSnapshot>(id => new SessionFeed(id, _world.Clients, _world.News, _clock, NullLogger<SessionFeed>.Instance));
        pool.Watch(FakeApi.SessionId, () => { }).Dispose();
        Assert.NotEqual(0, _clock.Made);

        await pool.DisposeAsync();

        Assert.Equal(0, _clock.Open);
    }

    private sealed class CountingClock : TimeProvider
    {
        private int _made;
        private int _open;

        public int Made => _made;

        public int Open => _open;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _made);
            Interlocked.Increment(ref _open);
            return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _open));
        }
    }

    private sealed class CountedTimer(ITimer timer, Action disposed) : ITimer
    {
        private Action? _disposed = disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            Interlocked.Exchange(ref _disposed, null)?.Invoke();
        }

        public async ValueTask DisposeAsync()
        {
            await timer.DisposeAsync();
            Interlocked.Exchange(ref _disposed, null)?.Invoke();
        }
    }
}
