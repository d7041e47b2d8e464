namespace M4sh.Console.Access;

/// <summary>What became of a token.</summary>
/// <param name="IsRight">It logs in.</param>
/// <param name="RetryAfter">Too many were wrong: when the next is looked at.</param>
public sealed record LoginAnswer(bool IsRight, TimeSpan? RetryAfter);
