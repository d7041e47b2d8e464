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
    public const string NotFound = "not_found";
    public const string Unavailable = "unavailable";
    public const string PayloadTooLarge = "payload_too_large";
    public const string RateLimited = "rate_limited";
    public const string TooSlow = "too_slow";
    public const string UnsupportedData = "unsupported_data";
}
