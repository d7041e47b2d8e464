using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Tests.Tokens;
using M4sh.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Signaling without its Redis, which these tests stop: it is their own.</summary>
public sealed class UnavailableTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly RedisServer _redis = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _redis.InitializeAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Message_RedisAway_IsUnavailableAndWorksWhenItIsBack()
    {
        await using var fixture = new ApiFixture(postgres, _redis);
        await fixture.StartAsync(Cancel);
        var user = $"host-{Guid.CreateVersion7()}";
        using var http = new HttpClient { BaseAddress = fixture.Api.Address };
        var api = new M4shClient(http, _ => ValueTask.FromResult(TestTokens.Platform(user)));
        var session = await api.CreateSessionAsync(cancellationToken: Cancel);
        var join = await api.JoinSessionAsync(session.Id, cancellationToken: Cancel);
        await using var peer = new TestPeer(fixture.Api, join.Token);
        await peer.ConnectAsync(Cancel);

        await _redis.StopAsync();

        var refused = await Assert.ThrowsAsync<SignalingException>(() => peer.Connection.SendIceCandidateAsync(null, Cancel));
        Assert.Equal("unavailable", refused.Code);

        // Redis forgot the room: whoever is still connected joins anew.
        await _redis.StartAsync();
        await BackAsync(fixture.Api);
        await using var again = new TestPeer(fixture.Api, join.Token);
        await again.ConnectAsync(Cancel);
        Assert.Equal(1, (await again.Connection.SendIceCandidateAsync(null, Cancel)).Seq);
    }

    [Fact]
    public async Task Change_RedisAway_IsDoneThoughNobodyIsTold()
    {
        await using var fixture = new ApiFixture(postgres, _redis);
        await fixture.StartAsync(Cancel);
        await using var scope = fixture.Api.Services.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<SessionService>();
        var (host, guest) = (new Caller("host"), new Caller("guest"));
        var (session, _) = await service.CreateAsync(new(), host, Cancel);
        await service.JoinAsync(session.Id, host, null, Cancel);

        // Not over REST: that would refuse at once, as Redis counts its requests.
        await _redis.StopAsync();

        Assert.Equal(SessionStatus.Connecting, (await service.JoinAsync(session.Id, guest, null, Cancel)).Session.Status);
        Assert.Single((await service.LeaveAsync(session.Id, guest.UserId, reason: null, link: null, Cancel)).Session.Participants, participant => participant.LeftAt is null);
        Assert.Equal(SessionStatus.Ended, (await service.EndAsync(session.Id, host, null, Cancel)).Status);
    }

    [Fact]
    public async Task Open_RedisAway_ClosesTheSocketForLater()
    {
        await using var fixture = new ApiFixture(postgres, _redis);
        await fixture.StartAsync(Cancel);
        using var http = new HttpClient { BaseAddress = fixture.Api.Address };
        var api = new M4shClient(http, _ => ValueTask.FromResult(TestTokens.Platform($"host-{Guid.CreateVersion7()}")));
        var session = await api.CreateSessionAsync(cancellationToken: Cancel);
        var join = await api.JoinSessionAsync(session.Id, cancellationToken: Cancel);

        await _redis.StopAsync();

        await using var peer = await Sockets.RawPeer.ConnectAsync(fixture.Api, session.Id, join.Token, Cancel);
        Assert.Equal((1012, "resume", "unavailable"), await peer.ClosedAsync(Cancel));
    }

    // The service finds Redis again by itself, a moment after it is back.
    private static async Task BackAsync(ApiReplica replica)
    {
        using var http = replica.Root();
        HttpResponseMessage health;
        do
        {
            health = await http.GetAsync(new Uri("/health", UriKind.Relative), Cancel);
        }
        while (!health.IsSuccessStatusCode);
    }
}
