namespace M4sh.SignalingApi.Signaling;

/// <summary>Where signaling is found.</summary>
internal static class SignalingPaths
{
    public const string Hub = "/hubs/signaling";

    /// <summary>The hub's query parameter for the token: a browser cannot set headers on a WebSocket.</summary>
    public const string HubToken = "access_token";

    /// <summary>Below it a raw socket for each session.</summary>
    public const string Sockets = "/ws/webrtc";

    public const string SocketToken = "token";

    public static string Socket(Guid sessionId) => $"{Sockets}/{sessionId}/";
}
