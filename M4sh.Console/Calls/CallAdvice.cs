using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>A recommendation of the API and when it came, since the click.</summary>
public sealed record CallAdvice(TimeSpan At, QualityRecommendation Message);
