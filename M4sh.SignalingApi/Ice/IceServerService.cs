using M4sh.Contracts.Ice;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>The ICE servers for a user, with TURN credentials of its own: those of this region first, then those that answer fastest.</summary>
internal sealed class IceServerService(IceServerProviders servers, TurnServerWatch watch, IOptions<WebRtcOptions> options, TimeProvider time)
{
    // What differs by less takes turns.
    private static readonly TimeSpan RoundTripStep = TimeSpan.FromMilliseconds(20);

    public IceServersResponse Issue(string userId)
    {
        var webRtc = options.Value;
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + webRtc.TurnCredentialTtl).ToUnixTimeSeconds());

        // Where none answers it may be this service that is cut off, and not the clients.
        var isAnyUp = servers.TurnUrls.Any(url => watch.StateOf(url).IsUp);
        return new()
        {
            IceServers =
            [
                .. servers.All
                    .Select(server => (Server: server, Urls: isAnyUp ? Living(server) : server.Urls))
                    .Where(offered => offered.Urls.Count > 0)
                    .OrderBy(offered => Distance(offered.Server, offered.Urls))
                    .Select(offered => offered.Server.Issue(offered.Urls, userId, expires))
                    .OfType<RtcIceServer>(),
            ],
            Ttl = (int)webRtc.TurnCredentialTtl.TotalSeconds,
            ExpiresAt = expires,
            IceCandidateTimeout = webRtc.IceCandidateTimeout.TotalSeconds,
            IceTransportPolicy = IceTransportPolicy.All,
        };
    }

    /// <summary>Some of what is issued ends, and has to be renewed.</summary>
    public bool IsTimeLimited { get; } = servers.All.Any(server => server.IsTimeLimited);

    private List<string> Living(IIceServerProvider server) => [.. server.Urls.Where(url => watch.StateOf(url).IsUp)];

    /// <summary>STUN first, then by region and round trip, in steps: as they are configured where there is nothing between them.</summary>
    private (bool IsTurn, bool IsElsewhere, long Steps) Distance(IIceServerProvider server, IReadOnlyList<string> urls) => (
        urls.Any(IceServerProviders.IsTurn),
        options.Value.Region is { } region && !string.Equals(server.Region, region, StringComparison.OrdinalIgnoreCase),
        (long)(urls.Min(url => watch.StateOf(url).RoundTrip ?? TimeSpan.Zero) / RoundTripStep));
}
