using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>Tests with raw sockets.</summary>
public abstract class SocketTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    protected async Task<RawPeer> OpenAsync(ApiReplica replica, JoinSessionResponse join) =>
        Add(await RawPeer.ConnectAsync(replica, join.Session.Id, join.Token, Cancel));

    /// <summary>Connected and joined.</summary>
    protected async Task<RawPeer> OpenJoinedAsync(ApiReplica replica, JoinSessionResponse join)
    {
        var peer = await OpenAsync(replica, join);
        await peer.JoinAsync(Cancel);
        return peer;
    }

    /// <summary>Both on raw sockets, and the host told of the guest.</summary>
    protected async Task<(RawPeer Host, RawPeer Guest)> OpenCallAsync(ApiReplica hostReplica, ApiReplica guestReplica)
    {
        var (host, guest) = await StartCallAsync();
        var first = await OpenJoinedAsync(hostReplica, host);
        var second = await OpenJoinedAsync(guestReplica, guest);
        await first.NextAsync("peer-joined", Cancel);
        return (first, second);
    }
}
