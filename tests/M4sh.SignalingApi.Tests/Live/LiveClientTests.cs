using M4sh.Client;
using M4sh.Client.Live;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Tests.Tokens;

namespace M4sh.SignalingApi.Tests.Live;

/// <summary>The SDK's reader against the real stream.</summary>
public sealed class LiveClientTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static readonly LiveOptions Quick = new() { ReconnectDelay = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Watch_ACall_TellsOfIt()
    {
        await using var updates = Watch(Api);
        Assert.IsType<LiveOpened>(await NextAsync(updates, _ => true));
        var host = Api.As(NewUser("host"));

        var session = await CreateAsync(host);
        await JoinAsync(host, session.Id);
        await PostAsync(host, $"sessions/{session.Id}/quality/", """{"rtt_ms": 250, "packet_loss_pct": 0, "jitter_ms": 1}""");

        var created = await NextAsync(updates, update => update is SessionUpdate { Session: var each } && each.Id == session.Id);
        Assert.Equal(SessionStatus.Waiting, Assert.IsType<SessionUpdate>(created).Session.Status);
        var quality = await NextAsync(updates, update => update is QualityUpdate { Quality: var each } && each.SessionId == session.Id);
        Assert.Equal(QualityLevel.Poor, Assert.IsType<QualityUpdate>(quality).Quality.Quality);
    }

    [Fact]
    public async Task Watch_ReplicaStops_IsLostAndThere()
    {
        var replica = Fixture.StartReplica($"stopping-{Guid.CreateVersion7()}");
        await using var updates = Watch(replica);
        Assert.IsType<LiveOpened>(await NextAsync(updates, _ => true));

        await replica.DisposeAsync();

        await NextAsync(updates, update => update is LiveLost { Failure.Code: "unavailable" });
    }

    [Fact]
    public async Task Watch_NotAdmin_IsRefused()
    {
        await using var updates = Watch(Api, role: null);

        Assert.Equal("forbidden", (await Assert.ThrowsAsync<M4shApiException>(() => updates.MoveNextAsync().AsTask())).Code);
    }

    private static IAsyncEnumerator<LiveUpdate> Watch(ApiReplica replica, string? role = "admin") =>
        new M4shClient(replica.Root(), _ => ValueTask.FromResult(TestTokens.Platform(NewUser("watcher"), null, role)))
            .WatchLiveAsync(Quick, Cancelled).GetAsyncEnumerator(Cancelled);

    private static async Task<LiveUpdate> NextAsync(IAsyncEnumerator<LiveUpdate> updates, Func<LiveUpdate, bool> wanted)
    {
        while (await updates.MoveNextAsync())
        {
            if (wanted(updates.Current))
                return updates.Current;
        }

        throw new InvalidOperationException("The stream has no end.");
    }
}
