using System.Net;
using M4sh.Console.SystemStatus;
using M4sh.Console.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class SystemJudgeTests
{
    private readonly FakeTimeProvider _time = new(FakeApi.Start);
    private readonly SystemWorld _world;

    public SystemJudgeTests() => _world = new(_time);

    [Fact]
    public async Task Judge_AllWell_FindsNothing() => Assert.Empty(await JudgeAsync());

    [Fact]
    public async Task Judge_OneReplicaOfTwoGone_Warns()
    {
        _world.Replicas.Kill(SystemWorld.First);

        await AssertFindsAsync(FindingLevel.Warning, "signaling-api api-1 does not answer: nobody listens at 10.0.0.1:8080.");
    }

    [Fact]
    public async Task Judge_NoReplicaOfTheApi_IsAFailure()
    {
        _world.Replicas.Kill(SystemWorld.First);
        _world.Replicas.Kill(SystemWorld.Second);

        await AssertFindsAsync(FindingLevel.Failure, "The API does not answer: nobody listens at 10.0.0.1:8080.");
    }

    [Fact]
    public async Task Judge_WorkerGone_IsOneFindingThoughTheListIsGoneToo()
    {
        var before = await _world.ReadAsync();
        _world.Replicas.Kill(SystemWorld.Worker);
        _world.Replicas.Kill(SystemWorld.List);

        await AssertFindsAsync(FindingLevel.Failure, "The worker does not answer: nobody listens at 10.0.0.3:8080.", before);
    }

    [Fact]
    public async Task Judge_OnlyTheListGone_Warns()
    {
        var before = await _world.ReadAsync();
        _world.Replicas.Answer(SystemWorld.List, "/metrics/targets", "", HttpStatusCode.NotFound);

        await AssertFindsAsync(FindingLevel.Warning, "The list of replicas cannot be read: /metrics/targets answered 404.", before);
    }

    [Theory]
    [InlineData("M4shDbContext", "Postgres")]
    [InlineData("StackExchange.Redis", "Redis")]
    public async Task Judge_StoreAway_IsOneFailure(string check, string store)
    {
        foreach (var address in (string[])[SystemWorld.First, SystemWorld.Second])
            _world.SetHealth(address, (check, "unhealthy", null), ("turn", "healthy", "relay"));

        _world.SetHealth(SystemWorld.Worker, (check, "unhealthy", null), ("startup", "healthy", null));
        StoreOf(store).Status = new(store) { Cause = "it cannot be connected to" };

        await AssertFindsAsync(FindingLevel.Failure, $"{store} does not answer: it cannot be connected to.");
    }

    [Fact]
    public async Task Judge_OneReplicaWithoutPostgres_NamesIt()
    {
        _world.SetHealth(SystemWorld.Second, ("M4shDbContext", "unhealthy", null), ("StackExchange.Redis", "healthy", null), ("turn", "healthy", "relay"));

        await AssertFindsAsync(FindingLevel.Failure, "signaling-api api-2 cannot reach Postgres, which answers the console.");
    }

    [Fact]
    public async Task Judge_OnlyTheConsoleWithoutRedis_SaysSo()
    {
        _world.Redis.Status = new(StoreStatus.Redis) { Cause = "it cannot be connected to" };

        await AssertFindsAsync(FindingLevel.Warning, "Redis does not answer the console, but others: it cannot be connected to.");
    }

    [Theory]
    [InlineData(79, null)]
    [InlineData(80, "Postgres has 80 of at most 100 connections.")]
    public async Task Judge_Connections_AreScarceFromAShareOn(long connections, string? what)
    {
        _world.Postgres.Status = _world.Postgres.Status with { Connections = connections };

        await AssertFindsAsync(FindingLevel.Warning, what);
    }

    [Fact]
    public async Task Judge_NotMigrated_IsAFailure()
    {
        _world.SetHealth(SystemWorld.Worker, ("M4shDbContext", "healthy", null), ("startup", "unhealthy", null));

        await AssertFindsAsync(FindingLevel.Failure, "qos-worker worker-1 has not brought the database up to date yet.");
    }

    [Fact]
    public async Task Judge_UnknownCheck_IsNamed()
    {
        _world.SetHealth(SystemWorld.Worker, ("disk", "degraded", null));

        await AssertFindsAsync(FindingLevel.Warning, "disk of qos-worker worker-1 is degraded.");
    }

    [Theory]
    [InlineData("stun_only", "stun_only", FindingLevel.Note, "There is no TURN server.")]
    [InlineData("relay_unreachable", "relay_unreachable", FindingLevel.Failure, "No TURN server answers.")]
    [InlineData("relay_in_part", "relay_in_part", FindingLevel.Warning, "A TURN server does not answer.")]
    [InlineData("relay", "relay_unreachable", FindingLevel.Failure, "No TURN server answers, as 1 of 2 replicas of the API see it.")]
    public async Task Judge_Turn_IsWhatTheReplicasSee(string first, string second, FindingLevel level, string what)
    {
        _world.SetHealth(SystemWorld.First, ("turn", first.StartsWith("relay_", StringComparison.Ordinal) ? "degraded" : "healthy", first));
        _world.SetHealth(SystemWorld.Second, ("turn", second.StartsWith("relay_", StringComparison.Ordinal) ? "degraded" : "healthy", second));

        await AssertFindsAsync(level, what);
    }

    [Theory]
    [InlineData(9_999, FindingLevel.Note, null)]
    [InlineData(10_000, FindingLevel.Warning, "signaling-api api-1 has 10,000 of at most 20,000 samples waiting to be stored.")]
    [InlineData(18_000, FindingLevel.Failure, "signaling-api api-1 has 18,000 of at most 20,000 samples waiting to be stored.")]
    public async Task Judge_Queue_IsLongFromAShareOn(double waiting, FindingLevel level, string? what)
    {
        _world.SetApi(SystemWorld.First, waiting: waiting);

        await AssertFindsAsync(level, what);
    }

    [Theory]
    [InlineData(119, null)]
    [InlineData(150, "Samples have waited 2 min 30 s to be rolled up.")]
    public async Task Judge_Lag_IsLongFromTwoMinutesOn(double lag, string? what)
    {
        _world.SetWorker(lag);

        await AssertFindsAsync(FindingLevel.Warning, what);
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(25, "signaling-api api-1 answers 20 % of its requests with a failure of its own (5xx).")]
    public async Task Judge_Failures_AreNoAccidentFromAShareOn(double failures, string? what)
    {
        var before = await _world.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        _world.SetApi(SystemWorld.First, messages: 100, failures: failures);

        await AssertFindsAsync(FindingLevel.Warning, what, before);
    }

    [Fact]
    public async Task Judge_TwoVersions_AreNamedShort()
    {
        _world.SetApi(SystemWorld.First, version: "1.3.0+0123456789abcdef");

        await AssertFindsAsync(FindingLevel.Note, "signaling-api runs in 2 versions: 1.2.0, 1.3.0+0123456.");
    }

    [Fact]
    public async Task Judge_NoMetrics_IsNoted()
    {
        _world.Replicas.Answer(SystemWorld.First, "/metrics", "", HttpStatusCode.NotFound);

        await AssertFindsAsync(FindingLevel.Note, "The numbers of signaling-api api-1 are not known: /metrics answered 404.");
    }

    [Fact]
    public async Task Judge_Several_NamesTheWorstFirst()
    {
        _world.SetHealth(SystemWorld.First, ("turn", "healthy", "stun_only"));
        _world.SetHealth(SystemWorld.Worker, ("startup", "unhealthy", null));
        _world.Replicas.Kill(SystemWorld.Second);

        Assert.Equal([FindingLevel.Failure, FindingLevel.Warning, FindingLevel.Note], (await JudgeAsync()).Select(finding => finding.Level));
    }

    private FakeStore StoreOf(string name) => name == StoreStatus.Postgres ? _world.Postgres : _world.Redis;

    private async Task<IReadOnlyList<SystemFinding>> JudgeAsync(SystemSnapshot? before = null) => SystemJudge.Judge(await _world.ReadAsync(before));

    private async Task AssertFindsAsync(FindingLevel level, string? what, SystemSnapshot? before = null)
    {
        var findings = await JudgeAsync(before);
        if (what is null)
        {
            Assert.Empty(findings);
            return;
        }

        var finding = Assert.Single(findings);
        Assert.Equal((level, what), (finding.Level, finding.What));
        Assert.NotEmpty(finding.Advice);
    }
}
