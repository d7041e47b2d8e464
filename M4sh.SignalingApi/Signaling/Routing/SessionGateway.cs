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
    /// <summary>Whether the peer may stay, and where it joins, its signaling is there from now on; it knows its session's trace then.</summary>
    public async Task<Session> ArriveAsync(SignalingPeer peer, bool joins, CancellationToken cancellationToken)
    {
        var stored = await RunAsync<SessionPresence, StoredSession>(
            presence => presence.ArriveAsync(peer.Token, joins ? Link(peer) : null, cancellationToken));
        peer.Trace = stored.Trace;
        if (stored.Session.Participants.SingleOrDefault(participant => participant.UserId == peer.UserId) is { } self)
        {
            peer.Narrow(self.Role == ParticipantRole.Host ? stored.HostPermissions : stored.GuestPermissions);
            peer.IsHostForNow = self.Role == ParticipantRole.Host && stored.Session.CreatedBy != peer.UserId;
        }

        return stored.Session;
    }

    /// <summary>Before something that needs a permission: who was host until the session's creator came has the guest's.</summary>
    public async Task CheckRoleAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        if (peer.IsHostForNow)
            peer.Narrow((await GrantAsync(peer, cancellationToken)).Permissions);
    }

    /// <summary>The peer's session; from here on the peer knows its trace.</summary>
    public async Task<Session> FindAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        (var session, peer.Trace) = await RunAsync<SessionService, (Session, ActivityContext)>(
            service => service.FindAsync(peer.SessionId, peer.UserId, cancellationToken));
        return session;
    }

    public Task<SessionLeave> LeaveAsync(SignalingPeer peer, string? reason, CancellationToken cancellationToken) =>
        RunAsync<SessionService, SessionLeave>(service =>
            service.LeaveAsync(peer.SessionId, peer.UserId, reason, peer.HasJoined ? Link(peer) : null, cancellationToken));

    public Task FailIceAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        RunAsync<SessionService>(service => service.FailIceAsync(peer.SessionId, cancellationToken));

    public Task<TokenGrant> GrantAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        RunAsync<SessionService, TokenGrant>(service => service.GrantAsync(peer.SessionId, new(peer.UserId), cancellationToken));

    public Task ReportAsync(SignalingPeer peer, ConnectionStateMessage message, CancellationToken cancellationToken) =>
        RunAsync<SessionService, SessionStatus?>(service =>
            service.ReportConnectionStateAsync(peer.SessionId, peer.UserId, message, cancellationToken));

    public Task SetMutedAsync(SignalingPeer peer, MediaPermission kind, bool muted, CancellationToken cancellationToken) =>
        RunAsync<SessionService>(service => service.SetMutedAsync(peer.SessionId, peer.UserId, kind, muted, cancellationToken));

    public Task StoreAsync(SignalingPeer peer, QosSample sample, CancellationToken cancellationToken) =>
        RunAsync<QosIngest, QualityAssessment>(ingest => ingest.StoreAsync(peer.SessionId, peer.UserId, [sample], cancellationToken));

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
