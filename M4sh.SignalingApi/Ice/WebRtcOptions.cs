namespace M4sh.SignalingApi.Ice;

/// <summary>How peers reach each other, and clients us (PROTOCOL §8).</summary>
public sealed class WebRtcOptions
{
    public const string SectionName = "WebRtc";

    private static readonly string[] PublicStunServers = ["stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302"];

    /// <summary><c>stun:host:port</c>; without any, two public ones.</summary>
    public IList<string> StunServers { get; } = [];

    /// <summary>The TURN server.</summary>
    public TurnServerOptions TurnServer { get; } = new();

    /// <summary>Further TURN servers with a secret each.</summary>
    public IList<TurnServerOptions> TurnServers { get; } = [];

    /// <summary>Further servers that are handed out as they are.</summary>
    public IList<StaticServerOptions> StaticServers { get; } = [];

    /// <summary>Where this service stands: TURN servers of the same region are offered first.</summary>
    public string? Region { get; set; }

    /// <summary>How long ICE may take after an answer, 1 s to 5 min.</summary>
    public TimeSpan IceCandidateTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long TURN credentials live, 5 s to 24 h.</summary>
    public TimeSpan TurnCredentialTtl { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>How long before TURN credentials end fresh ones are sent; never before half of their life. Default 5 min.</summary>
    public TimeSpan CredentialNotice { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a user may ask for ICE servers over REST within <see cref="IssueWindow"/>. Default 600.</summary>
    public int IssueLimit { get; set; } = 600;

    /// <summary>Default 1 h.</summary>
    public TimeSpan IssueWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a TURN server is asked whether it is there, 1 s to 10 min. Default 10 s.</summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it has to answer. Default 3 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Private addresses are not stored: of a candidate pair <c>"private"</c> is. Default false.</summary>
    public bool MaskPrivateAddresses { get; set; }

    /// <summary>The base of <c>websocket_url</c> and <c>hub_url</c>, http or https; else the request's host.</summary>
    public Uri? PublicUrl { get; set; }

    internal IReadOnlyList<string> StunUrls => StunServers.Count > 0 ? [.. StunServers] : PublicStunServers;
}
