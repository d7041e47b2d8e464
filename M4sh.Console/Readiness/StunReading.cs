namespace M4sh.Console.Readiness;

/// <summary>A STUN server alone.</summary>
/// <param name="Server">A <c>stun:</c> address.</param>
/// <param name="IsAnswered">It told where it sees the browser.</param>
public sealed record StunReading(string Server, bool IsAnswered);
