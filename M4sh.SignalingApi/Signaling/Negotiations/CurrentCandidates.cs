using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Negotiations;

/// <summary>
/// Which candidates belong to a negotiation, of all that were relayed in its epoch: those of an offer that was replaced, superseded or rolled back do not,
/// unless its ICE goes on in a later one. Pure.
/// </summary>
internal sealed class CurrentCandidates
{
    private const string FragmentWord = "ufrag";

    private readonly Dictionary<string, Descriptions> _descriptions;

    /// <param name="current">The negotiation's own descriptions.</param>
    /// <param name="relayed">All that are known.</param>
    public CurrentCandidates(IEnumerable<Description> current, IEnumerable<Description> relayed)
    {
        // Of each user the last: an open offer replaces what it had before.
        var now = current.GroupBy(one => one.From).ToDictionary(ones => ones.Key, ones => ones.MaxBy(one => one.Seq));
        _descriptions = relayed.GroupBy(one => one.From).ToDictionary(ones => ones.Key, ones => new Descriptions([.. ones.OrderBy(one => one.Seq)], now.GetValueOrDefault(ones.Key)));
    }

    /// <returns>What of the message belongs to the negotiation; null for nothing.</returns>
    public IceCandidateRelay? Of(IceCandidateRelay message)
    {
        if (message.Candidates is not { } several)
            return Has(message, message.Candidate) ? message : null;

        List<RtcIceCandidateInit?> own = [.. several.Where(candidate => Has(message, candidate))];
        return own.Count > 0 ? message with { Candidates = own } : null;
    }

    private bool Has(IceCandidateRelay message, RtcIceCandidateInit? candidate) =>
        !_descriptions.TryGetValue(message.FromUserId, out var descriptions) || descriptions.Has(message.Seq, FragmentOf(candidate));

    // Browsers say it twice: as a member, and as an extension of the candidate's line.
    private static string? FragmentOf(RtcIceCandidateInit? candidate)
    {
        if (candidate is null or { UsernameFragment: not null })
            return candidate?.UsernameFragment;

        return candidate.Candidate.Split(' ').SkipWhile(word => word != FragmentWord).ElementAtOrDefault(1);
    }

    /// <summary>A user's. A log may hold tens of thousands of candidates beside thousands of descriptions: each is looked up, not compared with all.</summary>
    private sealed class Descriptions(IReadOnlyList<Description> known, Description? now)
    {
        private readonly List<long> _seqs = [.. known.Select(one => one.Seq)];
        private readonly bool[] _goOn = [.. known.Select(one => now is not null && (now.Seq == one.Seq || now.Fragments.Overlaps(one.Fragments)))];
        private readonly HashSet<string> _fragments = [.. known.SelectMany(one => one.Fragments)];

        public bool Has(long seq, string? fragment)
        {
            // One that nobody has described may be early, for a description that is still to come.
            if (fragment is not null && _fragments.Count > 0)
                return now?.Fragments.Contains(fragment) == true || (!_fragments.Contains(fragment) && (now is null || now.Seq < seq));

            var found = _seqs.BinarySearch(seq);
            var last = (found < 0 ? ~found : found) - 1;
            return last < 0 || _goOn[last];
        }
    }
}
