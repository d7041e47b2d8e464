using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Tests.Http;
using M4sh.SignalingApi.Tests.Signaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class SessionLogTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const string Category = "M4sh.SignalingApi.Sessions.SessionTelemetry";

    [Fact]
    public async Task Logs_OfASessionsLife_HaveStableIdsItsIdAndTheReplica()
    {
        using var logs = new CapturedLogs();
        var replica = Fixture.StartReplica(
            "life",
            settings: new Dictionary<string, string?> { [$"Logging:LogLevel:{Category}"] = "Information", ["Logging:Console:LogLevel:Default"] = "None" },
            services: services => services.AddSingleton<ILoggerProvider>(logs));
        var (host, guest) = (replica.As(NewUser("host")), replica.As(NewUser("guest")));

        var session = await CreateAsync(host);
        var join = await JoinAsync(host, session.Id);
        await JoinAsync(guest, session.Id);
        await AssertProblemAsync(PostAsync(replica.As(NewUser("third")), $"sessions/{session.Id}/join/"), ErrorCodes.SessionFull);
        await using var peer = new TestPeer(replica, join.Token);
        await peer.ConnectAsync(Cancelled);
        await peer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);
        await ReadAsync<Session>(PostAsync(guest, $"sessions/{session.Id}/leave/", """{"reason":"in-the-reason"}"""));
        await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/"));

        var told = logs.Events.Where(entry => entry.Message.Contains(session.Id.ToString(), StringComparison.Ordinal)).ToList();
        Assert.Equal([1001, 1002, 1002, 1006, 1004, 1003, 1003, 1005], told.Select(entry => entry.Id));
        Assert.All(told, entry => Assert.Contains($"Session {session.Id} on life", entry.Scopes));
        Assert.EndsWith($"{nameof(EndReason.Hangup)}", told[^1].Message, StringComparison.Ordinal);
        Assert.EndsWith(ErrorCodes.SessionFull, told[3].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Lines, line => line.Contains("in-the-reason", StringComparison.Ordinal));
    }
}
