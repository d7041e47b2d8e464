using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Sessions;

/// <summary>What a join came to: the session, the participant in it and what it may send.</summary>
public sealed record SessionJoin(Session Session, Participant Participant, IReadOnlyList<MediaPermission> Permissions);
