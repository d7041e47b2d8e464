using M4sh.Contracts.Ice;

namespace M4sh.SignalingApi.Ice;

/// <summary>Why a peer finds no path: what its client saw, or else what can be told from its candidates.</summary>
internal static class IceFailureCause
{
    public static IceFailureReason Of(IceFailure? reported, IceCandidateKinds sent, bool isSentKnown) => (reported, sent) switch
    {
        ({ Reason: var reason }, _) => reason,
        _ when !isSentKnown || sent.HasFlag(IceCandidateKinds.Relay) => IceFailureReason.Timeout,
        (_, IceCandidateKinds.None) => IceFailureReason.NoCandidates,
        _ => IceFailureReason.NoRelay,
    };

    /// <summary>The <c>typ</c> of a candidate, RFC 8839 §5.1.</summary>
    public static IceCandidateKinds KindOf(ReadOnlySpan<char> candidate)
    {
        var at = candidate.IndexOf(" typ ", StringComparison.Ordinal);
        if (at < 0)
            return IceCandidateKinds.None;

        var type = candidate[(at + 5)..];
        return type.StartsWith("host", StringComparison.Ordinal) ? IceCandidateKinds.Host
            : type.StartsWith("srflx", StringComparison.Ordinal) ? IceCandidateKinds.Srflx
            : type.StartsWith("prflx", StringComparison.Ordinal) ? IceCandidateKinds.Prflx
            : type.StartsWith("relay", StringComparison.Ordinal) ? IceCandidateKinds.Relay
            : IceCandidateKinds.None;
    }
}
