using static M4sh.SignalingApi.Signaling.Negotiations.NegotiationOutcome;

namespace M4sh.SignalingApi.Signaling.Negotiations;

/// <summary>
/// The last offer of a room's epoch, and the rules of glare over it (PROTOCOL.md §5): there is one slot, so two offers cannot both stand.
/// Pure and immutable. A new epoch starts <see cref="Empty"/>.
/// </summary>
internal sealed record NegotiationState
{
    public static readonly NegotiationState Empty = new();

    /// <summary>Whose offer it is; null when there is none.</summary>
    public string? Offerer { get; init; }

    /// <summary>0 until <see cref="WithOfferSeq"/>: the seq is allotted when the message is taken.</summary>
    public long OfferSeq { get; init; }

    /// <summary>Unix time in milliseconds: from then on it is no longer open.</summary>
    public long OpenUntil { get; init; }

    public bool Answered { get; init; }

    public bool IsOpen(DateTimeOffset now) => Offerer is not null && !Answered && now.ToUnixTimeMilliseconds() < OpenUntil;

    /// <summary>The impolite side's offer wins over the other's open one, whichever came first; one's own is replaced.</summary>
    public NegotiationDecision Offer(string userId, bool polite, DateTimeOffset now, TimeSpan openFor) =>
        polite && IsOpen(now) && Offerer != userId
            ? new(Refused, this)
            : new(Relay, new() { Offerer = userId, OpenUntil = Later(now, openFor) });

    /// <summary>Without <paramref name="offerSeq"/> it is taken for the answer to the offer that is open.</summary>
    public NegotiationDecision Answer(string userId, long? offerSeq, DateTimeOffset now) =>
        IsOpen(now) && Offerer != userId && (offerSeq ?? OfferSeq) == OfferSeq
            ? new(Relay, this with { Answered = true })
            : new(Refused, this);

    public NegotiationDecision Rollback(string userId, DateTimeOffset now) =>
        IsOpen(now) && Offerer == userId ? new(Relay, Empty) : new(Nothing, this);

    /// <summary>
    /// The user joined or came back. Only now it can answer an offer that the other made meanwhile, so that one is open (again) from now on:
    /// otherwise a late joiner would be given an offer that it may not answer.
    /// </summary>
    public NegotiationState Joined(string userId, DateTimeOffset now, TimeSpan openFor) =>
        Offerer is null || Answered || Offerer == userId ? this : this with { OpenUntil = Later(now, openFor) };

    public NegotiationState Left(string userId) => Offerer == userId ? Empty : this;

    public NegotiationState WithOfferSeq(long seq) => this with { OfferSeq = seq };

    private static long Later(DateTimeOffset now, TimeSpan openFor) => (now + openFor).ToUnixTimeMilliseconds();
}
