using System.Net;
using M4sh.Console.Network;
using M4sh.Console.Readiness;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Calls;

/// <summary>The way that a side's media may take: which servers its peer is given, and what it is told of the other.</summary>
/// <param name="Path">Which way.</param>
/// <param name="Other">Where it finds the other, if not where the other is: a relay of the console.</param>
public sealed record CallRoute(CallPath Path, IPEndPoint? Other)
{
    /// <summary>Whatever ICE finds.</summary>
    public static CallRoute Open { get; } = new(CallPath.Any, null);

    /// <summary>
    /// The servers that lead that way. With a relay of the console a peer has one way to it and no more, so that it stays the same one: without TURN, or
    /// through one address of it.
    /// </summary>
    public IReadOnlyList<RtcIceServer> Servers(IReadOnlyList<RtcIceServer> servers)
    {
        if (Path == CallPath.Any)
        {
            return Other is null ? servers : [];
        }

        var relays = servers
            .Select(server => server with { Urls = [.. server.Urls.Where(IsOfPath)] })
            .Where(server => server.Urls.Count > 0);
        return Other is null ? [.. relays] : [.. relays.Take(1).Select(server => server with { Urls = [server.Urls[0]] })];
    }

    public IceTransportPolicy Policy(IceTransportPolicy asked) => Path == CallPath.Any ? asked : IceTransportPolicy.Relay;

    public IReadOnlyList<RtcIceCandidateInit?> Candidates(IReadOnlyList<RtcIceCandidateInit?> others) =>
        Other is null ? others : CandidateRewriter.Rewrite(others, Other);

    public string Description(string others) => Other is null ? others : CandidateRewriter.Rewrite(others, Other);

    private bool IsOfPath(string url) => TurnWays.WayOf(url) is { } way && (Path == CallPath.Relay || way != TurnWay.Udp);
}
