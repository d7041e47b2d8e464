using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Tests.Signaling;
using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Tokens;

public sealed class LostRedisTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Bar_RedisComesBackEmpty_Stays()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var replica = Start("emptied", redis);
        var (guest, join) = await JoinAsGuestAsync(replica);
        await PostAsync(replica.As(join.Session.CreatedBy), $"sessions/{join.Session.Id}/token/revoke/", $$"""{"user_id": "{{join.Participant.UserId}}"}""");

        await redis.StopAsync();
        await redis.StartAsync();

        await AnsweredAsync(guest);
        await AssertProblemAsync(PostAsync(guest, $"sessions/{join.Session.Id}/join/"), ErrorCodes.Forbidden);
        await AssertProblemAsync(PostAsync(replica.With(join.Token), "/hubs/signaling/negotiate?negotiateVersion=1"), ErrorCodes.TokenRevoked);
    }

    [Fact]
    public async Task Bar_WhileRedisWasAway_ClosesTheConnectionWhenItIsBack()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var replica = Start("catching-up", redis);
        var (_, join) = await JoinAsGuestAsync(replica);
        await using var peer = new TestPeer(replica, join.Token);
        await peer.ConnectAsync(Cancelled);

        await redis.StopAsync();
        await using var db = Fixture.CreateDbContext();
        db.TokenRevocations.Add(new TokenRevocationEntity
        {
            SessionId = join.Session.Id,
            UserId = join.Participant.UserId,
            RevokedUntil = TimeProvider.System.GetUtcNow(),
            Barred = true,
        });
        await db.SaveChangesAsync(Cancelled);
        await redis.StartAsync();

        Assert.Equal("token_revoked", (await peer.ClosedAsync(Cancelled)).Disconnect?.Reason);
    }

    private ApiReplica Start(string name, RedisServer redis) =>
        Fixture.StartReplica(name, settings: new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = redis.ConnectionString,

            // A beat that finds the room lost would close the connection too, for that reason.
            ["Signaling:NodeBeat"] = "00:05:00",
            ["Signaling:NodeTimeout"] = "00:12:00",
        });

    private static async Task<(HttpClient Guest, JoinSessionResponse Join)> JoinAsGuestAsync(ApiReplica replica)
    {
        var session = await CreateAsync(replica.As(NewUser("host")));
        var guest = replica.As(NewUser("guest"));
        return (guest, await JoinAsync(guest, session.Id));
    }

    /// <summary>When it returns, the replica has found its Redis again.</summary>
    private static async Task AnsweredAsync(HttpClient client)
    {
        while (true)
        {
            using var response = await GetAsync(client, "sessions/");
            if (response.IsSuccessStatusCode)
                return;
        }
    }
}
