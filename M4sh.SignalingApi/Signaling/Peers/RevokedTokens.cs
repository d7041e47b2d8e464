using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>What one revocation covers: a token, or without its id all that the user has for the session.</summary>
internal sealed record RevokedTokens(Guid SessionId, string UserId, string? TokenId)
{
    public bool Covers(SessionToken token) =>
        token.SessionId == SessionId && token.UserId == UserId && (TokenId is null || token.Id == TokenId);
}
