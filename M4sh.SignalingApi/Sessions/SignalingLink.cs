namespace M4sh.SignalingApi.Sessions;

/// <summary>A signaling connection: of whom, to which session, where.</summary>
public sealed record SignalingLink(Guid SessionId, string UserId, string Node, string ConnectionId, string Transport);
