using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Sessions;

/// <summary>What a join came to: the session, the participant in it and what it is granted.</summary>
public sealed record SessionJoin(Session Session, Participant Participant, TokenGrant Grant);
