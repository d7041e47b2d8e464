using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>What a session grants one of its participants.</summary>
/// <param name="Permissions">The most that a token of it may hold.</param>
/// <param name="RevokedUntil">Its tokens up to then are revoked: a new one has to be later.</param>
/// <param name="StartedAt">When the call began; null while it has not.</param>
public sealed record TokenGrant(IReadOnlyList<MediaPermission> Permissions, DateTimeOffset? RevokedUntil, DateTimeOffset? StartedAt = null);
