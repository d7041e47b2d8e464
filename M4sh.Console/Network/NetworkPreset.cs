namespace M4sh.Console.Network;

/// <summary>Network conditions with a name.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Conditions">What the relay between the peers does; null: there is none, the peers find each other themselves.</param>
public sealed record NetworkPreset(string Key, string Title, NetworkConditions? Conditions = null)
{
    /// <summary>Media only through TURN over TCP.</summary>
    public bool IsTcpOnly { get; init; }

    /// <summary>So long after the call is up, the signaling of both is cut.</summary>
    public TimeSpan? DropsSignalingAfter { get; init; }

    public static NetworkPreset Direct { get; } = new("direct", "As it is");

    /// <summary>The relay, doing nothing: what it costs is seen by comparing with <see cref="Direct"/>.</summary>
    public static NetworkPreset Clean { get; } = new("clean", "Clean", NetworkConditions.Clear);

    public static NetworkPreset LossyWifi { get; } = Of("lossy-wifi", "Lossy Wi-Fi", LinkConditions.Of(40, 10, 5, 10_000));

    public static NetworkPreset Satellite { get; } = Of("satellite", "Satellite", LinkConditions.Of(280, 10, 0.5, 5_000));

    public static NetworkPreset TcpOnly { get; } = new("tcp-only", "TCP only") { IsTcpOnly = true };

    public static NetworkPreset SignalingDrop { get; } =
        new("signaling-drop", "Signaling drop at 10 s") { DropsSignalingAfter = TimeSpan.FromSeconds(10) };

    /// <summary>Values of one's own.</summary>
    public static NetworkPreset Own(NetworkConditions conditions) => new(OwnKey, OwnTitle, conditions);

    public const string OwnKey = "own";

    public const string OwnTitle = "Own values";

    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        Direct,
        Clean,
        Of("office-wifi", "Office Wi-Fi", LinkConditions.Of(5, 3, 0.2, 30_000)),
        Of("4g", "4G", LinkConditions.Of(30, 8, 0.5, 10_000)),
        Of("3g", "3G", LinkConditions.Of(80, 20, 1, 1_200)),
        LossyWifi,
        Satellite,
        TcpOnly,
        SignalingDrop,
    ];

    private static NetworkPreset Of(string key, string title, LinkConditions conditions) => new(key, title, NetworkConditions.Both(conditions));
}
