using System.Text.Json.Serialization;
using M4sh.Contracts.Ice;

namespace M4sh.Contracts.Signaling;

/// <summary>Client: one ICE candidate, or several. Exactly one of <see cref="Candidate"/> and <see cref="Candidates"/> is given.</summary>
public sealed record IceCandidateMessage : TargetedMessage
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

    /// <summary><see cref="Candidate"/> was given, be it null.</summary>
    [JsonIgnore]
    public bool HasCandidate { get; private set; }
}
