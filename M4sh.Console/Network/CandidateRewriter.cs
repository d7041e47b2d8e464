using System.Net;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Network;

/// <summary>Puts a relay's address in the place of a peer's own (RFC 8839 §5.1), so that what is meant for that peer goes through the relay.</summary>
public static class CandidateRewriter
{
    private const string Prefix = "candidate:";
    private const string SdpLine = "a=" + Prefix;
    private const int Component = 1;
    private const int Transport = 2;
    private const int Fields = 8;

    // As of a host candidate; all become the same one, and a peer takes what it has already for nothing.
    private const long Priority = 2_122_260_223;

    /// <returns>Those over UDP, at the relay's address; the end of candidates stays.</returns>
    public static IReadOnlyList<RtcIceCandidateInit?> Rewrite(IReadOnlyList<RtcIceCandidateInit?> candidates, IPEndPoint relay)
    {
        var rewritten = new List<RtcIceCandidateInit?>();
        foreach (var candidate in candidates)
        {
            if (candidate is null or { Candidate: "" })
            {
                rewritten.Add(candidate);
            }
            else if (Line(candidate.Candidate, relay) is { } line)
            {
                rewritten.Add(candidate with { Candidate = line });
            }
        }

        return rewritten;
    }

    /// <returns>The description with its candidates so changed.</returns>
    public static string Rewrite(string sdp, IPEndPoint relay) => string.Concat(sdp.Split('\n').Select((line, index) =>
    {
        var start = index == 0 ? "" : "\n";
        if (!line.StartsWith(SdpLine, StringComparison.Ordinal))
        {
            return start + line;
        }

        return Line(line["a=".Length..].TrimEnd('\r'), relay) is { } rewritten ? $"{start}a={rewritten}\r" : "";
    }));

    private static string? Line(string candidate, IPEndPoint relay)
    {
        var fields = candidate.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < Fields || !fields[0].StartsWith(Prefix, StringComparison.Ordinal)
            || !fields[Transport].Equals("udp", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = Array.IndexOf(fields, "ufrag");
        var ufrag = name > 0 && name + 1 < fields.Length ? $" ufrag {fields[name + 1]}" : "";
        return $"{Prefix}1 {fields[Component]} udp {Priority} {relay.Address} {relay.Port} typ host generation 0{ufrag}";
    }
}
