using Aspire.Hosting;
using Aspire.Hosting.Testing;
using M4sh.TestSupport;
using StackExchange.Redis;

namespace M4sh.AppHost.Tests.Local;

public sealed class RedisTests
{
    [Theory]
    [InlineData("garnet")]
    [InlineData("redis-server")]
    public async Task Server_EitherOne_ServesWhatM4shNeeds(string kind)
    {
        if (kind == "redis-server")
        {
            Requires.Program(kind, "apt-get install redis-server");
        }

        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var app = await LocalApp.StartAsync(folder.Path, builder => builder.AddRedis("redis"), $"--AspireLocal:Redis={kind}");
        await app.Application.ResourceNotifications.WaitForResourceHealthyAsync("redis", cancellationToken);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            $"{await app.Application.GetConnectionStringAsync("redis", cancellationToken)},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");

        var database = redis.GetDatabase();
        await database.StringSetAsync("key", "value");
        Assert.Equal("value", await database.StringGetAsync("key"));
        Assert.Equal(3, (int)await database.ScriptEvaluateAsync("return redis.call('INCRBY', KEYS[1], ARGV[1])", ["counter"], [3]));

        var heard = new TaskCompletionSource<string>();
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"), (_, message) => heard.TrySetResult(message.ToString()));
        await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "hello");
        Assert.Equal("hello", await heard.Task.WaitAsync(cancellationToken));
    }
}
