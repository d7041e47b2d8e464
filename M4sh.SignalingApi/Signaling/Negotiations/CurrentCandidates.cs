using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Negotiations;

/// <summary>
/// Which candidates belong to a negotiation, of all that were relayed in its epoch: those of an offer that was replaced, superseded or rolled back do not,
/// unless its ICE goes on in a later one. Pure.
/// </summary>
/// <param name="current">The negotiation's own descriptions.</param>
/// <param name="relayed">All that are known.</param>
internal sealed class CurrentCandidates(IEnumerable<Description> current, IEnumerable<Description> relayed)
{
    private const string FragmentWord = "ufrag";

    // Of each user the last: an open offer replaces what it had before.
    private readonly Dictionary<string, Description> _current = current.GroupBy(one => one.From).ToDictionary(ones => ones.Key, ones => ones.MaxBy(one => one.Seq)!);
    private readonly ILookup<string, Description> _relayed = relayed.OrderBy(one => one.Seq).ToLookup(one => one.From);

    /// <returns>What of the message belongs to the negotiation; null for nothing.</returns>
    public IceCandidateRelay? Of(IceCandidateRelay message)
    {
        if (message.Candidates is not { } several)
            return Has(message, message.Candidate) ? message : null;

        List<RtcIceCandidateInit?> own = [.. several.Where(candidate => Has(message, candidate))];
        return own.Count > 0 ? message with { Candidates = own } : null;
    }

    private bool Has(IceCandidateRelay message, RtcIceCandidateInit? candidate)
    {
        var known = _relayed[message.FromUserId];
        var now = _current.GetValueOrDefault(message.FromUserId);
        if (FragmentOf(candidate) is { } fragment && known.Any(one => one.Fragments.Count > 0))
        {
            // One that nobody has described may be early, for a description that is still to come.
            return now?.Fragments.Contains(fragment) == true
                || (!known.Any(one => one.Fragments.Contains(fragment)) && (now is null || now.Seq < message.Seq));
        }

        return known.LastOrDefault(one => one.Seq < message.Seq) is not { } described
            || (now is not null && (now.Seq == described.Seq || now.Fragments.Overlaps(described.Fragments)));
    }

    // Browsers say it twice: as a member, and as an extension of the candidate's line.
    private static string? FragmentOf(RtcIceCandidateInit? candidate)
    {
        if (candidate is null or { UsernameFragment: not null })
            return candidate?.UsernameFragment;

        return candidate.Candidate.Split(' ').SkipWhile(word => word != FragmentWord).ElementAtOrDefault(1);
    }
}
