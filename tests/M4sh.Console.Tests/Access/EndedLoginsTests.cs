using M4sh.Console.Access;
using M4sh.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.Console.Tests.Access;

public sealed class EndedLoginsTests(RedisServer redis) : IClassFixture<RedisServer>
{
    [Fact]
    public async Task Login_Ended_IsForEveryReplicaAsLongAsItsCookieCouldBeGood()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        var (logins, replica) = (New(connection), New(connection));

        await logins.EndAsync("ended");

        Assert.True(await replica.IsEndedAsync("ended"));
        Assert.False(await replica.IsEndedAsync("another"));
        Assert.InRange((await connection.GetDatabase().KeyTimeToLiveAsync("m4sh:console:ended:ended"))!.Value, TimeSpan.FromHours(7), TimeSpan.FromHours(8));
    }

    [Fact]
    public async Task Login_RedisIsAway_Holds()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectRetry=0");
        var logins = New(connection);

        await logins.EndAsync("ended");

        Assert.False(await logins.IsEndedAsync("ended"));
    }

    private static EndedLogins New(ConnectionMultiplexer connection) => new(connection, Options.Create(new LoginOptions()), NullLogger<EndedLogins>.Instance);
}
