using System.Net;
using System.Threading.Channels;
using M4sh.Client.Live;
using M4sh.Console.Live;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace M4sh.Console.Tests.Live;

public sealed class LiveNewsTests
{
    private readonly CallWorld _world = new();
    private readonly Channel<LiveUpdate> _told = Channel.CreateUnbounded<LiveUpdate>();

    private LiveNews News => _world.News;

    [Fact]
    public async Task Watch_ManyLook_ShareOneStream()
    {
        var others = 0;
        using var first = News.Watch(Take);
        using var second = News.Watch(_ => Interlocked.Increment(ref others));
        Assert.Null(News.IsUp);

        _world.Api.Stream.Open();
        Assert.IsType<LiveOpened>(await NextAsync());
        await _world.Api.Stream.TellAsync(LiveEvents.Session, FakeApi.SessionWith(SessionStatus.Waiting));

        Assert.IsType<SessionUpdate>(await NextAsync());
        Assert.Equal((true, 1), (News.IsUp, _world.Api.Stream.Opened));
        await News.DisposeAsync();
        Assert.Equal(2, others);
    }

    [Fact]
    public async Task Watch_StreamBreaks_IsToldOnceAndWhenItIsBack()
    {
        using var watch = News.Watch(Take);
        _world.Api.Stream.Open();
        Assert.IsType<LiveOpened>(await NextAsync());

        _world.Api.Stream.Refuse();
        Assert.IsType<LiveLost>(await NextAsync());
        Assert.False(News.IsUp);
        _world.Api.Stream.Open();

        await AdvanceUntilToldAsync();
        Assert.IsType<LiveOpened>(await NextAsync());
        Assert.True(News.IsUp);
        await News.DisposeAsync();
    }

    [Fact]
    public async Task Watch_Refused_IsTriedAgainLater()
    {
        _world.Api.Stream.Refuse(HttpStatusCode.Forbidden);
        using var watch = News.Watch(Take);
        Assert.Equal("forbidden", Assert.IsType<LiveLost>(await NextAsync()).Failure?.Code);

        _world.Api.Stream.Open();
        await AdvanceUntilToldAsync();

        Assert.IsType<LiveOpened>(await NextAsync());
        await News.DisposeAsync();
    }

    [Fact]
    public async Task Watch_RefusedAgainAndAgain_IsLoggedOnce()
    {
        using var lines = new LogLines();
        using var loggers = new LoggerFactory([lines]);
        await using var news = new LiveNews(_world.Clients, _world.Time, loggers.CreateLogger<LiveNews>());
        _world.Api.Stream.Refuse(HttpStatusCode.Forbidden);
        using var watch = news.Watch(Take);
        await NextAsync();
        while (_world.Api.Stream.Refused < 3)
        {
            await AdvanceAsync();
        }

        _world.Api.Stream.Open();
        await AdvanceUntilToldAsync();

        Assert.Single(lines.All, line => line.Contains("refuses the live stream: forbidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_NobodyLooksAnyMore_ClosesTheStream()
    {
        var watch = News.Watch(Take);
        _world.Api.Stream.Open();
        await NextAsync();

        watch.Dispose();
        await News.DisposeAsync();

        Assert.Null(News.IsUp);
        Assert.Equal(1, _world.Api.Stream.Opened);
    }

    private void Take(LiveUpdate update) => _told.Writer.TryWrite(update);

    private ValueTask<LiveUpdate> NextAsync() => _told.Reader.ReadAsync(TestContext.Current.CancellationToken);

    // The reader's pause begins some time after the update that announces it.
    private async Task AdvanceUntilToldAsync()
    {
        var told = _told.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        while (!told.IsCompleted)
        {
            await Task.WhenAny(told, AdvanceAsync());
        }
    }

    private Task AdvanceAsync()
    {
        _world.Time.Advance(LiveNews.RefusedPause);
        return Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
    }
}
