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
    /// <summary>Whether the peer may stay; from here on it knows its session's trace.</summary>
    public async Task AdmitAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        peer.Trace = await RunAsync<SessionService, ActivityContext>(service => service.AdmitAsync(peer.Token, cancellationToken));

    /// <summary>The peer's session; from here on the peer knows its trace.</summary>
    public async Task<Session> FindAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        (var session, peer.Trace) = await RunAsync<SessionService, (Session, ActivityContext)>(
            service => service.FindAsync(peer.SessionId, peer.UserId, cancellationToken));
        return session;
    }

    /// <returns>False: it had left already.</returns>
    public async Task<bool> LeaveAsync(SignalingPeer peer, string? reason, CancellationToken cancellationToken) =>
        (await RunAsync<SessionService, (Session, bool Left)>(service =>
            service.LeaveAsync(peer.SessionId, peer.UserId, reason, peer.HasJoined ? Link(peer) : null, cancellationToken))).Left;

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

    /// <summary>The peer is here from now on.</summary>
    /// <returns>Its session, as it is then.</returns>
    public async Task<Session> ConnectedAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        var connected = await RunAsync<SessionPresence, bool>(presence => presence.ConnectedAsync(Link(peer), cancellationToken));

        // Ended or left since the token was checked: this says which. If neither, it is worth another try.
        var session = await FindAsync(peer, cancellationToken);
        return connected ? session : throw new M4shException(ErrorCodes.Unavailable, "The session was just changing. Try again.");
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
