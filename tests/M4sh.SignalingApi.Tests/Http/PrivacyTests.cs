using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Tests.Signaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.SignalingApi.Tests.Http;

public sealed class PrivacyTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Logs_OfRequests_HoldNoQueryTokenOrCredential()
    {
        using var logs = new CapturedLogs();
        var replica = Fixture.StartReplica(
            "logs",
            settings: new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Debug",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Debug",
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Debug",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Debug",
                ["Logging:Console:LogLevel:Default"] = "None",
                ["TURN_SERVER_URL"] = "turn:turn.test",
                ["TURN_SECRET"] = "north",
            },
            services: services => services.AddSingleton<ILoggerProvider>(logs));
        var host = replica.As(NewUser("host"));
        var platformToken = host.DefaultRequestHeaders.Authorization!.Parameter!;

        var session = await CreateAsync(host, new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["private"] = "in-the-metadata" } });
        var join = await JoinAsync(host, session.Id);
        await using var peer = new TestPeer(replica, join.Token);
        await peer.ConnectAsync(Cancelled);
        await peer.Connection.SendOfferAsync("v=0\r\ns=in-the-sdp", Cancelled);
        await peer.Connection.SendIceCandidateAsync(new() { Candidate = "candidate:in-the-candidate" }, Cancelled);
        await GetAsync(host, "sessions/?lesson_id=in-the-query");
        await AssertProblemAsync(GetAsync(replica.With("in.the.header"), "sessions/"), ErrorCodes.Unauthorized);
        await AssertProblemAsync(GetAsync(replica.Root(), $"/nowhere?access_token={join.Token}"), ErrorCodes.NotFound);

        Assert.NotEmpty(logs.Lines);
        string[] secrets =
        [
            platformToken, join.Token, join.IceServers[^1].Credential!, "in-the-query", "in-the-metadata", "in-the-sdp", "in-the-candidate", "in.the.header", "north", "access_token",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(logs.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
