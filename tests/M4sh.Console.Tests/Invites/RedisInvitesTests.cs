using M4sh.Console.Invites;
using M4sh.TestSupport;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.Console.Tests.Invites;

public sealed class RedisInvitesTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private static readonly InvitedCall Call = new(Guid.Parse("01980000-0000-7000-8000-000000000001"), "call");

    [Fact]
    public async Task Invite_OpenedByTheFirstBrowser_OpensAgainThereAndNowhereElse()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        var (invites, replica) = (New(connection), New(connection));
        var invite = await invites.CreateAsync(Call);

        Assert.Equal((InviteState.Open, Call), await replica.OpenAsync(invite.Token, "one"));
        Assert.Equal((InviteState.Taken, null), await invites.OpenAsync(invite.Token, "two"));
        Assert.Equal((InviteState.Open, Call), await invites.OpenAsync(invite.Token, "one"));
    }

    [Fact]
    public async Task Invite_Withdrawn_OpensNothing()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        var invites = New(connection);
        var invite = await invites.CreateAsync(Call);
        await invites.OpenAsync(invite.Token, "one");

        await invites.RevokeAsync(invite.Token);

        Assert.Equal((InviteState.Unknown, null), await invites.OpenAsync(invite.Token, "one"));
    }

    [Fact]
    public async Task Invite_InRedis_EndsByItselfAndIsNotToBeRead()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        var invites = New(connection);
        var invite = await invites.CreateAsync(Call);
        await invites.OpenAsync(invite.Token, "one");

        var keys = connection.GetServers().Single().Keys(pattern: "m4sh:console:invite:*").ToArray();

        Assert.True(keys.Length >= 2);
        foreach (var key in keys)
        {
            Assert.DoesNotContain(invite.Token, key.ToString(), StringComparison.Ordinal);
            Assert.NotNull(await connection.GetDatabase().KeyTimeToLiveAsync(key));
        }
    }

    [Fact]
    public async Task Invite_OfAGuessedToken_OpensNothing()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");

        Assert.Equal((InviteState.Unknown, null), await New(connection).OpenAsync("guess", "one"));
    }

    private static RedisInvites New(IConnectionMultiplexer connection) => new(connection, Options.Create(new InviteOptions()), TimeProvider.System);
}
