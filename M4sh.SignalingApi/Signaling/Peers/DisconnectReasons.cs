namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>Why the server closes a connection.</summary>
internal static class DisconnectReasons
{
    public const string GoingAway = "going_away";
    public const string RoomLost = "room_lost";
    public const string Left = "left";
    public const string Replaced = "replaced";
    public const string TokenRevoked = "token_revoked";
    public const string SessionEnded = "session_ended";
}
