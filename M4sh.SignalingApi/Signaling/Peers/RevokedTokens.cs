using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// Which tokens hold no connection open any more, and why: a single one, or without its id all that the user has for the session, or without a user
/// all for the session.
/// </summary>
internal sealed record RevokedTokens(Guid SessionId, string? UserId, string? TokenId, string Reason = DisconnectReasons.TokenRevoked)
{
    public bool Covers(SignalingPeer peer) =>
        peer.SessionId == SessionId && (UserId is null || peer.UserId == UserId) && (TokenId is null || peer.Token.Id == TokenId) && !IsToldInItsRoom(peer);

    // Who has joined learns of a leave or an end there, in order with what else happened.
    private bool IsToldInItsRoom(SignalingPeer peer) => peer.HasJoined && Reason != DisconnectReasons.TokenRevoked;
}
