using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Where there is no signaling, there is nobody to tell.</summary>
internal sealed class SilentSessionNotifier : ISessionNotifier
{
    public Task SessionChangedAsync(Guid sessionId, SessionStatus status, EndReason? reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task PeerLeftAsync(Guid sessionId, string userId, string? reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
