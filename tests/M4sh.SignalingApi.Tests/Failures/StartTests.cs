using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Tests.Signaling;
using M4sh.TestSupport;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Tests.Failures;

public sealed class StartTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Start_RedisAway_SubscribesWhenItComes()
    {
        await using var redis = new RedisServer();
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = redis.ConnectionString,
            ["Failures:RedisTimeout"] = "00:00:05",
        };
        var (first, second) = (Fixture.StartReplica("early-1", settings: settings), Fixture.StartReplica("early-2", settings: settings));
        await Asking.UntilHealthIsAsync(first, down: Asking.RedisCheck);
        await Asking.AssertUnavailableAsync(first.As(NewUser("host")), "sessions/");

        await redis.StartAsync();

        await Asking.UntilHealthIsAsync(first, down: null);
        await Asking.UntilHealthIsAsync(second, down: null);
        await SubscribedAsync(redis, channels: 3);
        var (host, guest) = (first.As(NewUser("host")), first.As(NewUser("guest")));
        var session = await Asking.CreateAsync(host);
        var (hostJoin, guestJoin) = (await JoinAsync(host, session.Id), await JoinAsync(guest, session.Id));
        await using var hostPeer = new TestPeer(first, hostJoin.Token);
        await using var guestPeer = new TestPeer(second, guestJoin.Token);
        await hostPeer.ConnectAsync(Cancelled);
        await guestPeer.ConnectAsync(Cancelled);
        await hostPeer.NextAsync<PeerJoined>(Cancelled);
        using var revoked = await PostAsync(host, $"sessions/{session.Id}/token/revoke/", $$"""{"token": "{{guestJoin.Token}}"}""");
        Assert.Equal("token_revoked", (await guestPeer.ClosedAsync(Cancelled)).Disconnect?.Reason);
    }

    /// <summary>When it returns, so many channels are listened to: one of each node, and that of the revocations.</summary>
    private static async Task SubscribedAsync(RedisServer redis, int channels)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        await Asking.UntilAsync(async () =>
        {
            var listened = await connection.GetServers()[0].SubscriptionChannelsAsync(RedisChannel.Pattern("m4sh:*"));
            return (listened.Length == channels, string.Join(' ', listened));
        });
    }
}
