using System.Collections.Concurrent;
using System.Globalization;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>A session's room in real Redis, behind real replicas: each connection is made to the next of them.</summary>
internal sealed class ReplicaRoom(FrozenClock clock, IReadOnlyList<ApiReplica> replicas, Guid sessionId, string impolite, string polite) : IModelRoom
{
    private readonly ConcurrentDictionary<string, ReplicaConnection> _connections = [];
    private readonly Dictionary<(string User, string Id), Reply> _replies = [];
    private int _opened;
    private int _marks;

    public DateTimeOffset Now => clock.GetUtcNow();

    public Guid SessionId => sessionId;

    public string UserOf(string name) => name == ModelCall.Polite ? polite : impolite;

    public string NameOf(string user) => user == polite ? ModelCall.Polite : ModelCall.Impolite;

    public ValueTask<IModelConnection> ConnectAsync(string user, Action<Told> tell)
    {
        var services = replicas[_opened++ % replicas.Count].Services;
        var id = string.Create(CultureInfo.InvariantCulture, $"{sessionId:N}-{_opened}");
        var connection = new ReplicaConnection(this, services, user, id, tell);
        _connections[id] = connection;
        return new(connection);
    }

    public ValueTask AdvanceAsync(TimeSpan time)
    {
        clock.Advance(time);
        return default;
    }

    public void Closed(string id) => _connections.TryRemove(id, out _);

    /// <summary>An id that was answered before is answered the same.</summary>
    public bool IsRepeated(string user, Reply reply)
    {
        if (_replies.TryAdd((user, reply.Id), reply))
            return false;

        Assert.Equal(_replies[(user, reply.Id)], reply);
        return true;
    }

    /// <summary>A mark goes the same ways as all that the replica has sent before, and comes after it.</summary>
    public async Task SettleAsync(IServiceProvider from)
    {
        var delivery = from.GetRequiredService<PeerDelivery>();
        foreach (var connection in _connections.Values)
        {
            var mark = (++_marks).ToString(CultureInfo.InvariantCulture);
            var seen = connection.ExpectAsync(mark);
            await delivery.SendAsync(connection.Place, PeerMessages.TokenExpiring.Of(new() { Token = mark, TokenExpiresAt = Now }));
            await seen.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
            await connection.CloseAsync();
    }
}
