using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Ice;

public sealed class IceIssuingTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Issue_MoreOftenThanAllowed_IsRateLimitedForThatUserOnly()
    {
        var replica = Start("limited", new() { ["WebRtc:IssueLimit"] = "3", ["WebRtc:IssueWindow"] = "01:00:00" });
        var (host, guest) = (replica.As(NewUser("host")), replica.As(NewUser("guest")));
        var session = await CreateAsync(host);
        await JoinAsync(host, session.Id);
        await JoinAsync(guest, session.Id);
        var path = $"sessions/{session.Id}/ice-servers/";
        await ReadAsync<IceServersResponse>(GetAsync(host, path));
        await ReadAsync<IceServersResponse>(GetAsync(host, path));

        using var refused = await GetAsync(host, path);

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
        await AssertProblemAsync(GetAsync(host, path), ErrorCodes.RateLimited);
        await ReadAsync<IceServersResponse>(GetAsync(guest, path));
    }

    [Fact]
    public async Task Issue_EachTime_IsInTheTimelineWithoutTheCredential()
    {
        var replica = Start("told", new() { ["TURN_SERVER_URL"] = "turn:turn.test", ["TURN_SECRET"] = "north" });
        var user = NewUser("host");
        var host = replica.As(user);
        var session = await CreateAsync(host);
        var join = await JoinAsync(host, session.Id);
        var asked = await ReadAsync<IceServersResponse>(GetAsync(host, $"sessions/{session.Id}/ice-servers/"));

        using var response = await GetAsync(host, $"sessions/{session.Id}/events/");
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        var issued = JsonSerializer.Deserialize<SessionTimeline>(text, Contracts.Json.M4shJson.Options)!.Items.Where(item => item.Type == "ice_servers_issued").ToList();

        Assert.Equal(["join", "request"], issued.Select(item => item.Data!.Value.GetProperty("via").GetString()));
        Assert.All(issued, item => Assert.Equal((user, 1), (item.UserId, item.Data!.Value.GetProperty("turn").GetInt32())));
        Assert.Equal(asked.ExpiresAt, issued[1].Data!.Value.GetProperty("expires_at").GetDateTimeOffset());
        foreach (var server in join.IceServers.Concat(asked.IceServers).Where(server => server.Credential is not null))
        {
            Assert.DoesNotContain(server.Credential!, text, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Username!, text, StringComparison.Ordinal);
        }
    }

    private ApiReplica Start(string name, Dictionary<string, string?> settings) => Fixture.StartReplica(name, settings: settings);
}
