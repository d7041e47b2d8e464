using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>All that is configured: STUN first, then TURN.</summary>
internal sealed class IceServerProviders
{
    public IceServerProviders(IOptions<WebRtcOptions> options)
    {
        var webRtc = options.Value;
        All =
        [
            new StaticServerProvider(webRtc.StunUrls),
            .. new[] { webRtc.TurnServer }.Concat(webRtc.TurnServers).Where(server => server.IsUsable).Select(server => new CoturnProvider(server)),
            .. webRtc.StaticServers.Where(server => server.Urls.Count > 0)
                .Select(server => new StaticServerProvider(server.Urls, server.Username, server.Credential, server.Region)),
        ];
    }

    public IReadOnlyList<IIceServerProvider> All { get; }

    /// <summary>The addresses of relays: those that calls depend on, and that are looked after.</summary>
    public IEnumerable<string> TurnUrls => All.SelectMany(server => server.Urls).Where(IsTurn).Distinct(StringComparer.Ordinal);

    public static bool IsTurn(string url) => url.StartsWith("turn", StringComparison.OrdinalIgnoreCase);
}
