using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;

namespace M4sh.SignalingApi.Signaling;

/// <summary>Brings what happened to a session to those who are connected, on whatever replica.</summary>
internal sealed class SignalingNotifier(RoomStore rooms, PeerDelivery delivery, RevocationChannel revocations) : ISessionNotifier
{
    public async Task SessionChangedAsync(Guid sessionId, SessionStatus status, EndReason? reason, CancellationToken cancellationToken)
    {
        var places = await rooms.PlacesAsync(sessionId);
        await delivery.SendAsync(places.Values, PeerMessages.SessionState.Of(new() { Status = status, EndReason = reason }));
        if (status == SessionStatus.Ended)
        {
            await delivery.SendAsync(places.Values, PeerMessages.Stop(DisconnectReasons.SessionEnded));
            await rooms.DeleteAsync(sessionId);
        }
    }

    public async Task PeerLeftAsync(Guid sessionId, string userId, string? reason, CancellationToken cancellationToken)
    {
        var (leaver, others) = await rooms.LeaveAsync(sessionId, userId);
        await delivery.SendAsync(others, PeerMessages.PeerLeft.Of(new() { UserId = userId, Reason = reason }));
        if (leaver is { } place)
            await delivery.SendAsync(place, PeerMessages.Stop(DisconnectReasons.Left));
    }

    public async Task TokenRevokedAsync(Guid sessionId, string userId, string? tokenId, CancellationToken cancellationToken)
    {
        // Out of the room first, so that its closing connection is not told as a lost one.
        var others = tokenId is null ? (await rooms.LeaveAsync(sessionId, userId)).Others : [];
        await revocations.PublishAsync(new(sessionId, userId, tokenId));
        await delivery.SendAsync(others, PeerMessages.PeerLeft.Of(new() { UserId = userId, Reason = DisconnectReasons.TokenRevoked }));
    }
}
