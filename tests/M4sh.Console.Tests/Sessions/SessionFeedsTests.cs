using M4sh.Console.Feeds;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Tests.Sessions;

public sealed class SessionFeedsTests
{
    private readonly CallWorld _world = new();

    [Fact]
    public async Task Lists_TwoLookAtTheSame_ReadOnce()
    {
        await using var feeds = _world.NewSessionFeeds();
        using var first = await WatchAsync(feeds.Lists, new SessionListQuery());
        var asked = _world.Api.Requests.Count;

        using var second = feeds.Lists.Watch(new SessionListQuery(), () => { });

        Assert.Same(first.Current, second.Current);
        Assert.Equal(asked, _world.Api.Requests.Count);
    }

    [Fact]
    public async Task Lists_NobodyLooksAnyMore_ForgetWhatWasRead()
    {
        await using var feeds = _world.NewSessionFeeds();
        (await WatchAsync(feeds.Lists, new SessionListQuery())).Dispose();

        _world.Api.Gate = new TaskCompletionSource().Task;
        using var again = feeds.Lists.Watch(new SessionListQuery(), () => { });

        Assert.Null(again.Current);
    }

    [Fact]
    public async Task Session_EndedLongAgo_IsReadNoMore()
    {
        _world.Api.One = FakeApi.SessionWith(SessionStatus.Ended);
        _world.Time.Advance(TimeSpan.FromMinutes(6));
        await using var feeds = _world.NewSessionFeeds();
        using var watch = await WatchAsync(feeds.Sessions, FakeApi.SessionId);
        var asked = _world.Api.Requests.Count;

        await watch.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(asked, _world.Api.Requests.Count);
    }

    [Fact]
    public async Task Session_JustEnded_IsReadOnForTheLastSamples()
    {
        _world.Api.One = FakeApi.SessionWith(SessionStatus.Ended);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await using var feeds = _world.NewSessionFeeds();
        using var watch = await WatchAsync(feeds.Sessions, FakeApi.SessionId);
        var asked = _world.Api.Requests.Count;

        await watch.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(asked + 3, _world.Api.Requests.Count);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(8, 10)]
    [InlineData(480, 600)]
    public async Task Session_Longer_IsAskedForWiderBuckets(int minutes, int seconds)
    {
        _world.Api.One = FakeApi.SessionWith(SessionStatus.Connected);
        _world.Time.Advance(TimeSpan.FromMinutes(minutes));
        await using var feeds = _world.NewSessionFeeds();

        using var watch = await WatchAsync(feeds.Sessions, FakeApi.SessionId);

        Assert.Contains(_world.Api.Requests, request => request.EndsWith($"/quality/?bucket={seconds}", StringComparison.Ordinal));
    }

    private static async Task<FeedWatch<T>> WatchAsync<TKey, T>(FeedPool<TKey, T> pool, TKey key)
        where TKey : notnull
        where T : class, IReading
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = pool.Watch(key, () => told.TrySetResult());
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return watch;
    }
}
