namespace M4sh.AppHost.Turn;

/// <summary>turnserver.conf, all but addresses and ports.</summary>
internal static class CoturnConfiguration
{
    public const string FileName = "turnserver.conf";

    // What a relay must not reach for anybody who has a credential: this network (169.254.169.254 among it, where clouds keep their metadata), private,
    // shared, test, multicast and reserved ones (RFC 6890).
    private static readonly string[] Denied =
    [
        "0.0.0.0-0.255.255.255", "10.0.0.0-10.255.255.255", "100.64.0.0-100.127.255.255", "169.254.0.0-169.254.255.255", "192.0.0.0-192.0.0.255",
        "192.168.0.0-192.168.255.255", "198.18.0.0-198.19.255.255", "224.0.0.0-255.255.255.255",
        "64:ff9b::-64:ff9b::ffff:ffff", "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "ff00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    // Under docker on the developer's machine the host comes from 172.16/12, and the peers are the machine's own.
    private static readonly string[] DeniedOutsideOfDevelopment =
        ["127.0.0.0-127.255.255.255", "172.16.0.0-172.31.255.255", "::1"];

    /// <param name="realm">The realm, the same as that of the secrets.</param>
    /// <param name="isLoopback">It serves this machine only: its own addresses are what is relayed to.</param>
    public static string Text(string realm, bool isLoopback) =>
        $"""
        use-auth-secret
        realm={realm}
        fingerprint
        stale-nonce=600
        no-cli
        no-tls
        no-dtls
        no-multicast-peers
        {(isLoopback ? "allow-loopback-peers" : "# Loopback peers are refused.")}
        user-quota=24
        log-file=stdout
        simple-log
        {string.Join('\n', (isLoopback ? Denied : [.. Denied, .. DeniedOutsideOfDevelopment]).Select(range => $"denied-peer-ip={range}"))}

        """;
}
