using M4sh.Contracts.Ice;

namespace M4sh.Console.Readiness;

/// <summary>Tells TURN addresses apart by how they are reached (RFC 7065).</summary>
public static class TurnWays
{
    /// <returns>The servers with one address each.</returns>
    public static IReadOnlyList<RtcIceServer> Of(IReadOnlyList<RtcIceServer> servers, TurnWay way) =>
        [.. servers.SelectMany(server => server.Urls.Where(url => WayOf(url) == way).Select(url => server with { Urls = [url] }))];

    // turns is TLS over TCP unless it says udp (DTLS, which browsers do not speak), turn is UDP unless it says tcp.
    internal static TurnWay? WayOf(string url)
    {
        var (isTcp, isUdp) = (Has(url, "transport=tcp"), Has(url, "transport=udp"));
        return url.StartsWith("turns:", StringComparison.OrdinalIgnoreCase) ? isUdp ? null : TurnWay.Tls
            : url.StartsWith("turn:", StringComparison.OrdinalIgnoreCase) ? isTcp ? TurnWay.Tcp : TurnWay.Udp
            : null;
    }

    private static bool Has(string url, string parameter) => url.Contains(parameter, StringComparison.OrdinalIgnoreCase);
}
