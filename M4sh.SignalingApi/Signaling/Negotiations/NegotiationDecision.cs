namespace M4sh.SignalingApi.Signaling.Negotiations;

/// <summary>What becomes of a message, and the state after it: the same state, unless it is relayed.</summary>
internal readonly record struct NegotiationDecision(NegotiationOutcome Outcome, NegotiationState Next);
