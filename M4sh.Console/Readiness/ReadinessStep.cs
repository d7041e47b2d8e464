namespace M4sh.Console.Readiness;

/// <summary>A step of the check.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Finding">What it found, or that it waits or runs.</param>
/// <param name="Took">How long it took; null while it has not ended, or was not begun.</param>
public sealed record ReadinessStep(string Key, string Title, ReadinessFinding Finding, TimeSpan? Took = null)
{
    public const string Api = "api";
    public const string Hub = "hub";
    public const string Socket = "socket";
    public const string Camera = "camera";
    public const string Microphone = "microphone";
    public const string Stun = "stun";
    public const string TurnUdp = "turn-udp";
    public const string TurnTcp = "turn-tcp";
    public const string TurnTls = "turn-tls";
    public const string Nat = "nat";
    public const string IPv6 = "ipv6";
    public const string Relay = "relay";

    private static readonly ReadinessFinding Waiting = new(ReadinessState.Pending, "");

    /// <summary>In the order in which they are taken. Camera and microphone come early: a browser that may use them shows its addresses.</summary>
    public static IReadOnlyList<ReadinessStep> All { get; } =
    [
        new(Api, "API", Waiting),
        new(Hub, "Signaling by the hub", Waiting),
        new(Socket, "Signaling by the raw WebSocket", Waiting),
        new(Camera, "Camera", Waiting),
        new(Microphone, "Microphone", Waiting),
        new(Stun, "STUN", Waiting),
        new(TurnUdp, "TURN over UDP", Waiting),
        new(TurnTcp, "TURN over TCP", Waiting),
        new(TurnTls, "TURN over TLS", Waiting),
        new(Nat, "NAT type", Waiting),
        new(IPv6, "IPv6", Waiting),
        new(Relay, "Bandwidth and loss over the relay", Waiting),
    ];

    public ReadinessState State => Finding.State;
}
