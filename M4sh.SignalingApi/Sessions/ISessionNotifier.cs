using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Tells those who are connected, on any replica, what a session's state became. Called after the change is committed.</summary>
public interface ISessionNotifier
{
    Task SessionChangedAsync(Guid sessionId, SessionStatus status, EndReason? reason, CancellationToken cancellationToken);

    /// <summary>A user has left, and the session has ended where it was the last.</summary>
    /// <param name="session">The session as it is now.</param>
    /// <param name="userId">Who left.</param>
    /// <param name="reason">What it said to that.</param>
    /// <returns>Whether it could be told.</returns>
    Task<bool> PeerLeftAsync(Session session, string userId, string? reason);

    /// <summary>The user's connections with this token, or with any, are to close within a second.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Whose token it was.</param>
    /// <param name="tokenId">The token's <c>jti</c>; null for all of the user's, who has then lost its place too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task TokenRevokedAsync(Guid sessionId, string userId, string? tokenId, CancellationToken cancellationToken);
}
