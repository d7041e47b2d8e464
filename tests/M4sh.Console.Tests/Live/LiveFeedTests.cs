using System.Threading.Channels;
using M4sh.Console.Feeds;
using M4sh.Console.Live;
using M4sh.Console.Overview;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Tests.Live;

/// <summary>What the stream tells is shown without asking for it.</summary>
public sealed class LiveFeedTests
{
    private static readonly Session Waiting = FakeApi.SessionWith(SessionStatus.Waiting);
    private static readonly Session Connected = FakeApi.SessionWith(SessionStatus.Connected);
    private static readonly Session Ended = FakeApi.SessionWith(SessionStatus.Ended);

    private readonly CallWorld _world = new();

    [Fact]
    public async Task Overview_SessionsComeAndGo_AreShownWithoutARequest()
    {
        await using var feed = _world.NewFeed();
        using var watch = await WatchLiveAsync(feed);
        var asked = _world.Api.Requests.Count;

        await TellAsync(Waiting);
        await watch.UntilAsync(() => feed.Current?.Sessions is [{ Status: SessionStatus.Waiting }]);
        await TellAsync(Connected);
        await watch.UntilAsync(() => feed.Current?.Sessions is [{ Status: SessionStatus.Connected }]);
        await TellAsync(Ended);
        await watch.UntilAsync(() => feed.Current?.Sessions is []);

        Assert.Equal(asked, _world.Api.Requests.Count);
    }

    [Fact]
    public async Task Overview_WhileLive_ReadsNoSessionsByTheClock()
    {
        await using var feed = _world.NewFeed();
        using var watch = await WatchLiveAsync(feed);
        var asked = Count("/sessions/?");

        for (var cycle = 0; cycle < 3; cycle++)
            await feed.RunCycleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(asked, Count("/sessions/?"));
    }

    [Fact]
    public async Task List_NewSession_IsFirstAndAnEndedOneStays()
    {
        await using var feeds = _world.NewSessionFeeds();
        using var watch = await WatchLiveAsync(feeds.Lists, new SessionListQuery());
        var asked = _world.Api.Requests.Count;
        var newer = Waiting with { Id = Guid.CreateVersion7(FakeApi.Start), CreatedAt = FakeApi.Start.AddSeconds(1) };

        await TellAsync(Waiting);
        await TellAsync(newer);
        await TellAsync(Ended);

        await watch.UntilAsync(() => watch.Of<SessionListSnapshot>()?.Page?.Items is [{ Status: SessionStatus.Waiting }, { Status: SessionStatus.Ended }]);
        Assert.Equal(asked, _world.Api.Requests.Count);
    }

    [Fact]
    public async Task List_SessionFitsNoMore_IsGoneAndTheListReadAgain()
    {
        _world.Api.Live.Add(Waiting);
        await using var feeds = _world.NewSessionFeeds();
        using var watch = await WatchLiveAsync(feeds.Lists, new SessionListQuery(SessionStatus.Waiting));
        var asked = _world.Api.Requests.Count;

        _world.Api.Live.Clear();
        await TellAsync(Connected);
        await watch.UntilAsync(() => watch.Of<SessionListSnapshot>()?.Page?.Items is []);

        await AdvanceUntilAsync(() => _world.Api.Requests.Count > asked);
    }

    [Theory]
    [InlineData("lesson-2", "cursor")]
    [InlineData(null, "cursor")]
    public async Task List_OfOthers_StaysAsItIs(string? text, string? cursor)
    {
        await using var feeds = _world.NewSessionFeeds();
        using var watch = await WatchLiveAsync(feeds.Lists, new SessionListQuery(Text: text, Cursor: cursor));
        using var all = await WatchLiveAsync(feeds.Lists, new SessionListQuery());

        await TellAsync(Waiting);

        await all.UntilAsync(() => all.Of<SessionListSnapshot>()?.Page?.Items is [_]);
        Assert.Empty(watch.Of<SessionListSnapshot>()!.Page!.Items);
    }

    [Fact]
    public async Task Session_Changes_IsShownAtOnceAndOnlyItsTimelineAndQualityRead()
    {
        _world.Api.One = Waiting;
        await using var feeds = _world.NewSessionFeeds();
        using var watch = await WatchLiveAsync(feeds.Sessions, FakeApi.SessionId);
        var (sessions, events) = (Count($"{FakeApi.SessionId}/"), Count("/events/"));

        await TellAsync(Connected);
        await watch.UntilAsync(() => watch.Of<SessionSnapshot>()?.Session?.Status == SessionStatus.Connected);
        await AdvanceUntilAsync(() => Count("/events/") > events);

        Assert.Equal(sessions, Count($"{FakeApi.SessionId}/"));
    }

    private int Count(string end) => _world.Api.Requests.Count(request =>
        request.EndsWith(end, StringComparison.Ordinal) || (end.EndsWith('?') && request.Contains(end, StringComparison.Ordinal)));

    private Task TellAsync(Session session) => _world.Api.Stream.TellAsync(LiveEvents.Session, session);

    private Task<Watching> WatchLiveAsync(OverviewFeed feed) => SettleAsync(new(changed => feed.Watch(changed), () => feed.Current));

    private Task<Watching> WatchLiveAsync<TKey, T>(FeedPool<TKey, T> pool, TKey key)
        where TKey : notnull
        where T : class, IReading
    {
        FeedWatch<T>? watch = null;
        return SettleAsync(new(changed => watch = pool.Watch(key, changed), () => watch?.Current));
    }

    // A feed begins its pause some time after what it pauses for. A reading may take four of these steps, so they end as soon as it begins.
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _world.Time.Advance(Feed<SessionSnapshot>.Pause);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    // Read, the stream open, and read once more because of that.
    private async Task<Watching> SettleAsync(Watching watching)
    {
        await watching.NextAsync();
        watching.ListenTo(_world.News);
        if (_world.News.IsUp != true)
        {
            // The clock goes on only once the feed has been told of the opening: else it might read by the clock, and once more because of that.
            _world.Api.Stream.Open();
            await watching.NextAsync();
            var asked = _world.Api.Requests.Count;
            await AdvanceUntilAsync(() => _world.Api.Requests.Count > asked);
            await watching.NextAsync();
        }

        return watching;
    }

    private sealed class Watching : IDisposable
    {
        private readonly Channel<bool> _changes = Channel.CreateUnbounded<bool>();
        private readonly IDisposable _watch;
        private IDisposable? _news;
        private readonly Func<object?> _current;

        public Watching(Func<Action, IDisposable> watch, Func<object?> current) =>
            (_watch, _current) = (watch(() => _changes.Writer.TryWrite(true)), current);

        public T? Of<T>() where T : class => (T?)_current();

        // After the feed, which puts it in before it is our turn; that it says so is throttled, by a clock that stands still here.
        public void ListenTo(LiveNews news) => _news = news.Watch(_ => _changes.Writer.TryWrite(true));

        public async Task NextAsync() => await _changes.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public async Task UntilAsync(Func<bool> condition)
        {
            while (!condition())
                await NextAsync();
        }

        public void Dispose()
        {
            _news?.Dispose();
            _watch.Dispose();
        }
    }
}
