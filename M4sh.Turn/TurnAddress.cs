using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace M4sh.Turn;

/// <summary>Where a STUN or TURN server is: an address as RFC 7064 and RFC 7065 write it.</summary>
/// <param name="Host">A name or an IP address, without brackets.</param>
/// <param name="Port">The port; 3478, or 5349 with TLS, unless given.</param>
/// <param name="IsTcp">Over TCP; UDP is what is meant without <c>?transport=</c>, unless there is TLS.</param>
/// <param name="IsTls">With TLS: <c>stuns:</c> and <c>turns:</c>.</param>
/// <param name="IsTurn">A relay: <c>turn:</c> and <c>turns:</c>.</param>
public sealed record TurnAddress(string Host, int Port, bool IsTcp, bool IsTls, bool IsTurn)
{
    private const int DefaultPort = 3478;
    private const int DefaultTlsPort = 5349;

    /// <summary>Reads <c>stun:</c>, <c>stuns:</c>, <c>turn:</c> and <c>turns:</c> addresses.</summary>
    /// <param name="url">The address.</param>
    /// <param name="address">What it says.</param>
    /// <returns>False: it is no such address.</returns>
    public static bool TryParse(string url, [NotNullWhen(true)] out TurnAddress? address)
    {
        ArgumentNullException.ThrowIfNull(url);
        address = null;
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : url[..colon].ToLowerInvariant();
        if (scheme is not ("stun" or "stuns" or "turn" or "turns"))
            return false;

        var query = url.IndexOf('?', StringComparison.Ordinal);
        var transport = query < 0 ? null : url[(query + 1)..].ToLowerInvariant();
        if (transport is not (null or "transport=udp" or "transport=tcp"))
            return false;

        var isTls = scheme[^1] == 's';
        var authority = query < 0 ? url[(colon + 1)..] : url[(colon + 1)..query];
        if (!TrySplit(authority, isTls ? DefaultTlsPort : DefaultPort, out var host, out var port))
            return false;

        address = new(host, port, transport is null ? isTls : transport.EndsWith("tcp", StringComparison.Ordinal), isTls, scheme.StartsWith("turn", StringComparison.Ordinal));
        return true;
    }

    private static bool TrySplit(string authority, int defaultPort, out string host, out int port)
    {
        (host, port) = (authority, defaultPort);
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = authority.IndexOf(':', Math.Max(end, 0));
        if (colon >= 0)
        {
            host = authority[..colon];
            if (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > ushort.MaxValue)
                return false;
        }

        host = host.Trim('[', ']');
        return Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }
}
