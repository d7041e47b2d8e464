using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>What a connection's admission depends on.</summary>
/// <param name="Status">Of the session.</param>
/// <param name="TraceParent">Of the session.</param>
/// <param name="WasIn">The user has, or had, a place.</param>
/// <param name="IsIn">The user has a place.</param>
/// <param name="IsRevoked">The user's tokens are revoked, this one among them.</param>
internal sealed record SessionEntry(SessionStatus Status, string? TraceParent, bool WasIn, bool IsIn, bool IsRevoked);
