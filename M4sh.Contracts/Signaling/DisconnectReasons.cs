namespace M4sh.Contracts.Signaling;

/// <summary>Why the server closes a connection: <see cref="DisconnectMessage.Reason"/>, and the close's reason on a raw WebSocket. Source: PROTOCOL.md §5 and docs/protocol.md.</summary>
public static class DisconnectReasons
{
    /// <summary>The replica stops: another takes the connection up.</summary>
    public const string GoingAway = "going_away";

    /// <summary>What the connection missed is not kept any more, or its user was taken for gone.</summary>
    public const string RoomLost = "room_lost";

    /// <summary>The user has left the session.</summary>
    public const string Left = "left";

    /// <summary>By a newer connection of the same user.</summary>
    public const string Replaced = "replaced";

    /// <summary>The session token is not good any more.</summary>
    public const string TokenRevoked = "token_revoked";

    /// <summary>The session is over.</summary>
    public const string SessionEnded = "session_ended";

    /// <summary>There is no such session, or the user has no place in it.</summary>
    public const string NotFound = "not_found";

    /// <summary>Something that the server needs does not answer.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>A message was larger than the limit.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>More messages came than the limit allows.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The client takes what it is sent too slowly.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>A binary message, where only text is understood.</summary>
    public const string UnsupportedData = "unsupported_data";
}
