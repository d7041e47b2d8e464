namespace M4sh.Console.Invites;

/// <summary>What an invite opens.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="CallId">Names the call's two users.</param>
public sealed record InvitedCall(Guid SessionId, string CallId);
