using System.Net;

namespace M4sh.SignalingApi.Http;

/// <summary>
/// The balancers and proxies in front, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default none: anybody can
/// send such headers, and with them take on another's address.
/// </summary>
public sealed class ProxyOptions
{
    public const string SectionName = "Proxies";

    /// <summary>Their addresses, such as <c>10.0.0.5</c>.</summary>
    public IList<string> Addresses { get; init; } = [];

    /// <summary>The networks they are in, such as <c>10.0.0.0/24</c>.</summary>
    public IList<string> Networks { get; init; } = [];

    internal bool IsValid => Addresses.All(text => IPAddress.TryParse(text, out _)) && Networks.All(text => IPNetwork.TryParse(text, out _));
}
