using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>What a late joiner needs: the open offer, or the offer and its answer, and the candidates.</summary>
public sealed record Negotiation
{
    /// <summary>The current epoch's offer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OfferRelay? Offer { get; init; }

    /// <summary>Its answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerRelay? Answer { get; init; }

    /// <summary>The candidates of both peers, in order.</summary>
    public required IReadOnlyList<IceCandidateRelay> Candidates { get; init; }
}
