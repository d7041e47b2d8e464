using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using M4sh.Contracts.Json;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;
using M4sh.QosWorker.Live;
using M4sh.QosWorker.Reaping;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace M4sh.QosWorker.Tests.Live;

/// <summary>What is told of reaped sessions, over a Redis of the test's own.</summary>
public sealed class LivePublisherTests(PostgresServer postgres)
{
    private static readonly ReapResult OneExpired = new(0, 1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunCycle_SessionReaped_IsToldAsTheApiTells()
    {
        await using var redis = new RedisServer();
        await redis.InitializeAsync();
        await using var worker = await CreateAsync(redis);
        await using var watcher = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        var told = await WatchAsync(watcher);
        await worker.Get<LivePublisher>().StartAsync(Cancelled);
        await ConnectedAsync(worker);
        await AddExpiredAsync(worker, Ids.Session);

        Assert.Equal(OneExpired, await ReapAsync(worker));

        var lines = (await told.ReadAsync(Cancelled)).Split('\n');
        Assert.True(Guid.TryParse(lines[0]["id: ".Length..], out _));
        Assert.Equal($"event: {LiveEvents.Session}", lines[1]);
        Assert.Equal(["", ""], lines[3..]);
        var session = JsonSerializer.Deserialize<Session>(lines[2]["data: ".Length..], M4shJson.Options)!;
        Assert.Equal((Ids.Session, SessionStatus.Ended, EndReason.Expired), (session.Id, session.Status, session.EndReason));
        Assert.Equal(session.EndedAt, Assert.Single(session.Participants).LeftAt);
        await worker.Get<LivePublisher>().StopAsync(Cancelled);
    }

    [Fact]
    public async Task RunCycle_RedisAway_ReapsAllTheSameAndTellsAgainWhenItIsBack()
    {
        await using var redis = new RedisServer();
        await redis.InitializeAsync();
        await using var worker = await CreateAsync(redis);
        var client = await ConnectedAsync(worker);
        var restored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ConnectionRestored += (_, connection) =>
        {
            if (connection.ConnectionType == ConnectionType.Interactive)
                restored.TrySetResult();
        };
        var logger = new ListLogger<LivePublisher>();
        using var publisher = new LivePublisher(worker.Get<IServiceProvider>(), worker.Time, logger);
        await publisher.StartAsync(Cancelled);
        await redis.StopAsync();

        publisher.Publish(Ended);
        publisher.Publish(Ended);
        Assert.Equal((LogLevel.Warning, LogLevel.Debug), (await logger.NextAsync(), await logger.NextAsync()));
        await worker.Get<LivePublisher>().StartAsync(Cancelled);
        await AddExpiredAsync(worker, Ids.Session);
        Assert.Equal(OneExpired, await ReapAsync(worker));

        await redis.StartAsync();
        await restored.Task.WaitAsync(Cancelled);
        await using var watcher = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        var told = await WatchAsync(watcher);
        publisher.Publish(Ended);

        Assert.Equal(LogLevel.Information, await logger.NextAsync());

        // The reaped one may be told late.
        while (!(await told.ReadAsync(Cancelled)).Contains(Ended.Id.ToString(), StringComparison.Ordinal))
        {
        }

        await publisher.StopAsync(Cancelled);
        await worker.Get<LivePublisher>().StopAsync(Cancelled);
    }

    private static Session Ended { get; } = new()
    {
        Id = Ids.OtherSession,
        Status = SessionStatus.Ended,
        CreatedBy = "ada",
        CreatedAt = Worker.Noon,
        Participants = [],
        Metadata = JsonSerializer.SerializeToElement(new { }),
    };

    private Task<Worker> CreateAsync(RedisServer redis) =>
        Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("ConnectionStrings:redis", redis.ConnectionString));

    private static async Task<ChannelReader<string>> WatchAsync(ConnectionMultiplexer watcher)
    {
        var told = Channel.CreateUnbounded<string>();
        var queue = await watcher.GetSubscriber().SubscribeAsync(RedisChannel.Literal(LiveFrame.Channel));
        queue.OnMessage(message => told.Writer.TryWrite(Encoding.UTF8.GetString(message.Message!)));
        return told.Reader;
    }

    // It connects in the background where that takes long, and until then nothing is told.
    private static async Task<IConnectionMultiplexer> ConnectedAsync(Worker worker)
    {
        var client = worker.Get<IConnectionMultiplexer>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!client.IsConnected)
            await timer.WaitForNextTickAsync(Cancelled);

        return client;
    }

    private static Task<ReapResult> ReapAsync(Worker worker) => worker.Get<ReapCycle>().RunCycleAsync(Cancelled);

    private static Task<int> AddExpiredAsync(Worker worker, Guid id) => worker.ExecuteAsync(
        $$"""
        INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
        VALUES ('{{id}}', 'waiting', 'ada', '2026-03-01', '{}', '{}', '{}');
        INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at)
        VALUES ('{{id}}', 'ada', 1, 'host', 'new', false, false, '2026-03-01')
        """);
}
