using System.Text.Json.Serialization;
using M4sh.Contracts.Ice;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer's ICE candidate, or several: exactly one of the two members, as sent.</summary>
public sealed record IceCandidateRelay : RelayedMessage
{
    private RtcIceCandidateInit? _candidate;

    /// <summary>The candidate; null, when given, is the end of candidates.</summary>
    public RtcIceCandidateInit? Candidate
    {
        get => _candidate;
        set
        {
            _candidate = value;
            HasCandidate = true;
        }
    }

    /// <summary>Several candidates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RtcIceCandidateInit?>? Candidates { get; init; }

    /// <summary>Whom its sender named, where it did: the one who gets it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TargetUserId { get; init; }

    /// <summary><see cref="Candidate"/> was given, be it null.</summary>
    [JsonIgnore]
    public bool HasCandidate { get; private set; }

    /// <summary>Copies what a client sent.</summary>
    /// <param name="message">The client's message.</param>
    /// <param name="fromUserId">Who sent it.</param>
    /// <param name="seq">Its place in the order.</param>
    /// <returns>What the other peer gets.</returns>
    public static IceCandidateRelay Of(IceCandidateMessage message, string fromUserId, long seq)
    {
        ArgumentNullException.ThrowIfNull(message);
        var relay = new IceCandidateRelay { FromUserId = fromUserId, Seq = seq, Candidates = message.Candidates, TargetUserId = message.TargetUserId };
        if (message.HasCandidate)
        {
            relay.Candidate = message.Candidate;
        }

        return relay;
    }
}
