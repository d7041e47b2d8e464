using System.Net;
using M4sh.Console.Overview;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Tests.Overview;

public sealed class OverviewFeedTests
{
    private readonly CallWorld _world = new();

    [Fact]
    public async Task Watch_First_ReadsAndTells()
    {
        await using var feed = _world.NewFeed();
        Assert.Null(feed.Current);

        await ReadOnceAsync(feed);

        Assert.NotNull(feed.Current);
        Assert.Null(feed.Current.Problem);
        Assert.Equal(1234, feed.Current.Quality?.Samples);
        Assert.Equal(["signaling-api", "qos-worker"], feed.Current.Services.Select(service => service.Name));
        Assert.Equal(["postgres", "redis"], feed.Current.Services[0].Checks.Select(check => check.Key));
    }

    [Fact]
    public async Task Watch_NobodyLooksAnyMore_ReadsNoMore()
    {
        await using var feed = _world.NewFeed();
        await ReadOnceAsync(feed);
        var asked = _world.Api.Requests.Count;

        _world.Time.Advance(TimeSpan.FromMinutes(10));
        await feed.DisposeAsync();

        Assert.Equal(asked, _world.Api.Requests.Count);
    }

    [Fact]
    public async Task Watch_ManyLook_OneReads()
    {
        await using var feed = _world.NewFeed();
        using var others = feed.Watch(() => { });
        await ReadOnceAsync(feed);

        Assert.Equal(1, _world.Api.Requests.Count(request => request.Contains("/quality/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cycle_ApiAway_KeepsTheHealthAndSaysWhatToDo()
    {
        _world.Api.Refuse("/health", HttpStatusCode.ServiceUnavailable, "none", "none");
        _world.Api.Refuse("limit=50", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        await using var feed = _world.NewFeed();

        await feed.RunCycleAsync(TestContext.Current.CancellationToken);

        Assert.Null(feed.Current!.Sessions);
        Assert.Equal("unavailable", feed.Current.Problem?.Code);
        Assert.Equal("The database is away.", feed.Current.Problem?.What);
        Assert.NotNull(feed.Current.Quality);
    }

    [Fact]
    public async Task Cycle_HealthAnswers503WithChecks_ShowsThem()
    {
        _world.Api.Health = """{"status":"unhealthy","checks":{"postgres":{"status":"unhealthy"}}}""";
        await using var feed = _world.NewFeed();

        await feed.RunCycleAsync(TestContext.Current.CancellationToken);

        var api = feed.Current!.Services[0];
        Assert.Equal("unhealthy", api.Status);
        Assert.Equal(KeyValuePair.Create("postgres", "unhealthy"), Assert.Single(api.Checks));
    }

    [Fact]
    public async Task Cycle_HealthIsNoJson_IsUnreachable()
    {
        _world.Api.Health = "Healthy";
        await using var feed = _world.NewFeed();

        await feed.RunCycleAsync(TestContext.Current.CancellationToken);

        Assert.All(feed.Current!.Services, service => Assert.Equal(ServiceHealth.Unreachable, service.Status));
    }

    [Fact]
    public async Task Cycle_WithinFifteenSeconds_AsksForTheDayOnce()
    {
        await using var feed = _world.NewFeed();

        for (var cycle = 0; cycle < 6; cycle++)
        {
            await feed.RunCycleAsync(TestContext.Current.CancellationToken);
            _world.Time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(2, _world.Api.Requests.Count(request => request.Contains("/quality/", StringComparison.Ordinal)));
        Assert.Equal(18, _world.Api.Requests.Count(request => request.Contains("/sessions/?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cycle_SessionsOfAllStatuses_AreNewestFirst()
    {
        var older = FakeApi.SessionWith(SessionStatus.Connected) with { Id = Guid.CreateVersion7(FakeApi.Start), CreatedAt = FakeApi.Start.AddMinutes(-1) };
        _world.Api.Live.AddRange([older, FakeApi.SessionWith(SessionStatus.Waiting)]);
        await using var feed = _world.NewFeed();

        await feed.RunCycleAsync(TestContext.Current.CancellationToken);

        Assert.Equal([FakeApi.SessionId, older.Id], feed.Current!.Sessions!.Select(session => session.Id));
    }

    private static async Task ReadOnceAsync(OverviewFeed feed)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (feed.Watch(() => told.TrySetResult()))
        {
            // Another watch may have had it read already.
            if (feed.Current is not null)
                told.TrySetResult();

            await told.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }
    }
}
