using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Tells those who are connected, on any replica, what a session's state became. Called after the change is committed.</summary>
public interface ISessionNotifier
{
    Task SessionChangedAsync(Guid sessionId, SessionStatus status, EndReason? reason, CancellationToken cancellationToken);

    Task PeerLeftAsync(Guid sessionId, string userId, string? reason, CancellationToken cancellationToken);
}
