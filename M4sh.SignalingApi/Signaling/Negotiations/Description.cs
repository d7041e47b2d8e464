using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Negotiations;

/// <summary>Somebody's offer or answer, as far as candidates are concerned.</summary>
internal sealed record Description(string From, long Seq, IReadOnlySet<string> Fragments)
{
    private const string FragmentLine = "a=ice-ufrag:";

    public static Description? Of(RelayedMessage? message) => message switch
    {
        OfferRelay offer => new(offer.FromUserId, offer.Seq, FragmentsOf(offer.Sdp)),
        AnswerRelay answer => new(answer.FromUserId, answer.Seq, FragmentsOf(answer.Sdp)),
        _ => null,
    };

    // RFC 8839 §5.4: for the session, or for each of its sections.
    private static HashSet<string> FragmentsOf(string sdp) =>
    [
        .. sdp.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith(FragmentLine, StringComparison.Ordinal))
            .Select(line => line[FragmentLine.Length..]),
    ];
}
