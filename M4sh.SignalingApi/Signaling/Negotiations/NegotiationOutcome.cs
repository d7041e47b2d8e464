namespace M4sh.SignalingApi.Signaling.Negotiations;

/// <summary>What becomes of an offer, an answer or a rollback.</summary>
internal enum NegotiationOutcome
{
    /// <summary>It counts, and goes to the other peer.</summary>
    Relay,

    /// <summary>It does not count: <c>glare</c>.</summary>
    Refused,

    /// <summary>There was nothing to do: acked, not relayed.</summary>
    Nothing,
}
