using M4sh.Client;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Tests.Tokens;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Tests of signaling between real connections to two replicas.</summary>
public abstract class SignalingTests(SignalingFixture fixture) : IClassFixture<SignalingFixture>, IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _connections = [];

    protected ApiReplica First => fixture.First;

    protected ApiReplica Second => fixture.Second;

    /// <summary>A third replica, with settings of its own.</summary>
    protected ApiReplica Start(string name, Dictionary<string, string?> settings, Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services = null) =>
        fixture.StartReplica(name, settings, services);

    /// <summary>To the replicas' database.</summary>
    protected string ConnectionString => fixture.ConnectionString;

    protected IDatabase Redis => First.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await fixture.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    protected M4shClient ApiAs(string userId) =>
        new(new HttpClient { BaseAddress = First.Address }, _ => ValueTask.FromResult(TestTokens.Platform(userId)));

    /// <summary>A session whose host and guest have joined over REST.</summary>
    protected async Task<(JoinSessionResponse Host, JoinSessionResponse Guest)> StartCallAsync(SessionPermissions? permissions = null)
    {
        var (host, guest) = (NewUser("host"), NewUser("guest"));
        var session = await ApiAs(host).CreateSessionAsync(new() { Permissions = permissions }, Cancel);
        return (await ApiAs(host).JoinSessionAsync(session.Id, "Host", Cancel), await ApiAs(guest).JoinSessionAsync(session.Id, "Guest", Cancel));
    }

    /// <summary>Connects and joins.</summary>
    protected async Task<TestPeer> ConnectAsync(ApiReplica replica, JoinSessionResponse join)
    {
        var peer = Add(new TestPeer(replica, join.Token));
        await peer.ConnectAsync(Cancel);
        return peer;
    }

    /// <summary>Both connected, and the host told of the guest.</summary>
    protected async Task<(TestPeer Host, TestPeer Guest)> ConnectCallAsync(ApiReplica hostReplica, ApiReplica guestReplica)
    {
        var (host, guest) = await StartCallAsync();
        var first = await ConnectAsync(hostReplica, host);
        var second = await ConnectAsync(guestReplica, guest);
        await first.NextAsync<Contracts.Signaling.PeerJoined>(Cancel);
        return (first, second);
    }

    /// <summary>Both connected by a stock client and joined, the host told of the guest.</summary>
    protected async Task<(WirePeer Host, WirePeer Guest)> ConnectWiresAsync(ApiReplica hostReplica, ApiReplica guestReplica)
    {
        var (host, guest) = await StartCallAsync();
        var (first, second) = (Add(new WirePeer(hostReplica, host)), Add(new WirePeer(guestReplica, guest)));
        await first.JoinAsync();
        await second.JoinAsync();
        await first.NextAsync("PeerJoined");
        return (first, second);
    }

    /// <summary>As by a replica that died between taking the message and bringing it to the other. The sender is on the first, unless said otherwise.</summary>
    protected async Task<long> AppendOnlyAsync(WirePeer sender, string candidate, string? id = null, ApiReplica? on = null)
    {
        var services = (on ?? First).Services;
        var peer = services.GetRequiredService<LocalPeers>().All.Single(peer => peer.UserId == sender.UserId);
        var json = PeerMessages.IceCandidate.Serialize(new() { FromUserId = sender.UserId, Seq = 0, Candidate = new() { Candidate = candidate } });
        var log = services.GetRequiredService<RelayLog>();
        return (await log.AppendAsync(peer, PeerMessages.IceCandidate, RelayJson.Open(json), id, target: null)).Position!.Seq;
    }

    protected ApiReplica Start(string name, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null) =>
        fixture.StartReplica(name, settings, services);

    protected T Add<T>(T connection)
        where T : IAsyncDisposable
    {
        _connections.Add(connection);
        return connection;
    }

    protected static SessionPermissions GuestMay(params IReadOnlyList<MediaPermission> permissions) => new() { Guest = permissions };

    protected static string NewUser(string name) => $"{name}-{Guid.CreateVersion7()}";
}
