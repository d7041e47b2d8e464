using M4sh.Contracts.Ice;

namespace M4sh.Console.Readiness;

/// <summary>A TURN server alone, by relay only.</summary>
/// <param name="IsRelayed">It gave an address.</param>
/// <param name="Milliseconds">How long that took.</param>
/// <param name="Reason">Why it did not.</param>
/// <param name="Code">The STUN error code.</param>
public sealed record TurnReading(bool IsRelayed, double Milliseconds = 0, IceFailureReason? Reason = null, int? Code = null);
