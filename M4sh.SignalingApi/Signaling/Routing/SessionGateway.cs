using System.Diagnostics;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>The database's side of signaling, each call in a scope of its own: most messages need none of it.</summary>
internal sealed class SessionGateway(IServiceScopeFactory scopes)
{
    /// <summary>The peer's session; from here on the peer knows its trace.</summary>
    public async Task<Session> FindAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        (var session, peer.Trace) = await RunAsync<SessionService, (Session, ActivityContext)>(
            service => service.FindAsync(peer.SessionId, peer.UserId, cancellationToken));
        return session;
    }

    public Task LeaveAsync(SignalingPeer peer, string? reason, CancellationToken cancellationToken) =>
        RunAsync<SessionService, Session>(service => service.LeaveAsync(peer.SessionId, peer.UserId, reason, cancellationToken));

    public Task FailIceAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        RunAsync<SessionService>(service => service.FailIceAsync(peer.SessionId, cancellationToken));

    public Task<TokenGrant> GrantAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        RunAsync<SessionService, TokenGrant>(service => service.GrantAsync(peer.SessionId, new(peer.UserId), cancellationToken));

    public Task ReportAsync(SignalingPeer peer, ConnectionStateMessage message, CancellationToken cancellationToken) =>
        RunAsync<SessionService, SessionStatus?>(service =>
            service.ReportConnectionStateAsync(peer.SessionId, peer.UserId, message, cancellationToken));

    public Task SetMutedAsync(SignalingPeer peer, MediaPermission kind, bool muted, CancellationToken cancellationToken) =>
        RunAsync<SessionService>(service => service.SetMutedAsync(peer.SessionId, peer.UserId, kind, muted, cancellationToken));

    public Task<QualityAssessment> StoreAsync(SignalingPeer peer, QosSample sample, CancellationToken cancellationToken) =>
        RunAsync<QosIngest, QualityAssessment>(ingest => ingest.StoreAsync(peer.SessionId, peer.UserId, [sample], cancellationToken));

    public async Task ConnectedAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        if (await RunAsync<SessionPresence, bool>(presence => presence.ConnectedAsync(Link(peer), cancellationToken)))
            return;

        // Ended or left since the token was checked: this says which. If neither, it is worth another try.
        await FindAsync(peer, cancellationToken);
        throw new M4shException(ErrorCodes.Unavailable, "The session was just changing. Try again.");
    }

    public Task DisconnectedAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        RunAsync<SessionPresence>(presence => presence.DisconnectedAsync(Link(peer), cancellationToken));

    private static SignalingLink Link(SignalingPeer peer) =>
        new(peer.SessionId, peer.UserId, peer.Place.Node, peer.Place.ConnectionId, peer.Transport);

    private async Task<TResult> RunAsync<TService, TResult>(Func<TService, Task<TResult>> call)
        where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task RunAsync<TService>(Func<TService, Task> call)
        where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        await call(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
