namespace M4sh.SignalingApi.Ice;

/// <summary>How peers reach each other, and clients us (PROTOCOL §8).</summary>
public sealed class WebRtcOptions
{
    public const string SectionName = "WebRtc";

    private static readonly string[] PublicStunServers = ["stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302"];

    /// <summary><c>stun:host:port</c>; without any, two public ones.</summary>
    public IList<string> StunServers { get; } = [];

    public TurnServerOptions TurnServer { get; } = new();

    /// <summary>How long ICE may take after an answer, 1 s to 5 min.</summary>
    public TimeSpan IceCandidateTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long TURN credentials live, 1 min to 24 h.</summary>
    public TimeSpan TurnCredentialTtl { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>The base of <c>websocket_url</c> and <c>hub_url</c>, http or https; else the request's host.</summary>
    public Uri? PublicUrl { get; set; }

    internal IReadOnlyList<string> StunUrls => StunServers.Count > 0 ? [.. StunServers] : PublicStunServers;
}
