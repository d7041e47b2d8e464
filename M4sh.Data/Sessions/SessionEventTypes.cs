namespace M4sh.Data.Sessions;

/// <summary>What a session's timeline tells.</summary>
public static class SessionEventTypes
{
    public const string Created = "created";
    public const string Joined = "joined";
    public const string Left = "left";
    public const string Barred = "barred";
    public const string Allowed = "allowed";
    public const string Connecting = "connecting";
    public const string Connected = "connected";
    public const string Ended = "ended";
    public const string ConnectionState = "connection_state";
    public const string Muted = "muted";
    public const string Unmuted = "unmuted";
    public const string SignalingConnected = "signaling_connected";
    public const string SignalingDisconnected = "signaling_disconnected";
    public const string IssueRaised = "issue_raised";
    public const string IssueCleared = "issue_cleared";

    /// <summary>Data: <c>via</c> (join, request, signaling, renewal), <c>turn</c> (how many TURN servers), <c>expires_at</c>.</summary>
    public const string IceServersIssued = "ice_servers_issued";

    /// <summary>Data: <c>reason</c>, <c>candidates</c> (the types that the peer has sent) and, where the client told them, <c>code</c> and <c>server</c>.</summary>
    public const string IceFailure = "ice_failure";
}
