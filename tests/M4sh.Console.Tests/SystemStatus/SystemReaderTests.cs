using System.Net;
using M4sh.Console.SystemStatus;
using M4sh.Console.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class SystemReaderTests
{
    private readonly FakeTimeProvider _time = new(FakeApi.Start);
    private readonly SystemWorld _world;

    public SystemReaderTests() => _world = new(_time);

    [Fact]
    public async Task Read_AllWell_KnowsEveryReplica()
    {
        var system = await _world.ReadAsync();

        Assert.Equal(["signaling-api api-1", "signaling-api api-2", "qos-worker worker-1"], system.Replicas.Select(replica => replica.Target.Title));
        Assert.All(system.Replicas, replica => Assert.Equal(("healthy", null, "1.2.0"), (replica.Health, replica.Cause, replica.Numbers?.Version)));
        Assert.Equal("relay", system.Replicas[0].Check("turn")?.State);
        Assert.Equal((3, 1, 20000, 100 * 1024 * 1024), (
            system.Replicas[0].Numbers?.Peers, system.Replicas[0].Numbers?.MessagesWaiting, system.Replicas[0].Numbers?.SamplesWaitingLimit, system.Replicas[0].Numbers?.MemoryBytes));
        Assert.Equal((12, TimeSpan.FromSeconds(4)), (system.Replicas[2].Numbers?.SessionsActive, system.Replicas[2].Numbers?.RollupLag));
        Assert.Null(system.Replicas[0].Rates);
        Assert.Equal(["17.2", "7.4.1"], system.Stores.Select(store => store.Version));
        Assert.Null(system.ListCause);
    }

    [Fact]
    public async Task Read_Again_HasTheRatesSince()
    {
        _world.SetApi(SystemWorld.First, messages: 100);
        var first = await _world.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        _world.SetApi(SystemWorld.First, messages: 200, samples: 10);

        var second = await _world.ReadAsync(first);

        Assert.Equal((20, 2, TimeSpan.FromMilliseconds(1)), (second.Replicas[0].Rates?.Messages, second.Replicas[0].Rates?.Samples, second.Replicas[0].Rates?.Relay));
        Assert.Equal(0, second.Replicas[1].Rates?.Messages);

        // At once again: nothing can be said about so short a time, what was said before stands.
        Assert.Equal(20, (await _world.ReadAsync(second)).Replicas[0].Rates?.Messages);
    }

    [Fact]
    public async Task Read_ReplicaDied_IsListedWithTheCause()
    {
        _world.Replicas.Kill(SystemWorld.Second);

        var system = await _world.ReadAsync();

        Assert.Equal(("unreachable", "nobody listens at 10.0.0.2:8080"), (system.Replicas[1].Health, system.Replicas[1].Cause));
        Assert.Equal("healthy", system.Replicas[0].Health);
    }

    [Fact]
    public async Task Read_ReplicaHangs_IsGivenUpAfterTheLimit()
    {
        _world.Replicas.Hang(SystemWorld.Second);
        var target = new ReplicaTarget("signaling-api", "api-2", new($"http://{SystemWorld.Second}"));

        var reading = _world.Probe.ReadAsync(target, TestContext.Current.CancellationToken);
        Assert.Equal(2, _world.Replicas.Requests.Count);
        _time.Advance(ReplicaProbe.Limit);

        Assert.Equal("/health gave no answer within 4 s", (await reading).Cause);
    }

    [Theory]
    [InlineData("/health", "{}", HttpStatusCode.OK, "/health answered something that is no report", "unreachable")]
    [InlineData("/health", "<html>", HttpStatusCode.OK, "/health answered something that is no report", "unreachable")]
    [InlineData("/health", "", HttpStatusCode.NotFound, "/health answered 404", "unreachable")]
    [InlineData("/metrics", "<html>", HttpStatusCode.OK, "/metrics holds no metrics of M4sh", "healthy")]
    [InlineData("/metrics", "", HttpStatusCode.Unauthorized, "/metrics answered 401", "healthy")]
    public async Task Read_SomethingElseThere_SaysWhat(string path, string body, HttpStatusCode status, string cause, string health)
    {
        _world.Replicas.Answer(SystemWorld.First, path, body, status);

        var system = await _world.ReadAsync();

        Assert.Equal((health, cause), (system.Replicas[0].Health, system.Replicas[0].Cause));
    }

    [Fact]
    public async Task Read_Unhealthy503_HasItsChecks()
    {
        _world.SetHealth(SystemWorld.First, ("M4shDbContext", "unhealthy", null), ("StackExchange.Redis", "healthy", null));

        var system = await _world.ReadAsync();

        Assert.Equal("unhealthy", system.Replicas[0].Health);
        Assert.Equal(new("M4shDbContext", "unhealthy"), system.Replicas[0].Check(ReplicaCheck.Postgres));
    }

    [Fact]
    public async Task Read_ListGone_KeepsTheReplicasThatWereKnown()
    {
        var first = await _world.ReadAsync();
        _world.Replicas.Answer(SystemWorld.List, "/metrics/targets", "", HttpStatusCode.ServiceUnavailable);

        var second = await _world.ReadAsync(first);

        Assert.Equal(first.Replicas.Select(replica => replica.Target), second.Replicas.Select(replica => replica.Target));
        Assert.Equal("/metrics/targets answered 503", second.ListCause);
    }

    [Fact]
    public async Task Read_ListNeverThere_AsksTheServicesAtTheirCommonAddress()
    {
        _world.Replicas.Answer(SystemWorld.List, "/metrics/targets", "", HttpStatusCode.ServiceUnavailable);
        _world.Replicas.Answer("signaling-api", "/health", """{"status":"healthy","checks":{}}""");
        _world.Replicas.Answer("signaling-api", "/metrics", "target_info 1");

        var first = await _world.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var second = await _world.ReadAsync(first);

        Assert.Equal(["signaling-api", "qos-worker"], second.Replicas.Select(replica => replica.Target.Title));
        Assert.Equal(["healthy", "unreachable"], second.Replicas.Select(replica => replica.Health));

        // Now one replica answers there, now another.
        Assert.Null(second.Replicas[0].Rates);
    }
}
