using M4sh.Contracts.Qos;

namespace M4sh.Data.Issues;

/// <summary>A participant's sample.</summary>
/// <param name="UserId">Who measured.</param>
/// <param name="At">When, as it is stored.</param>
/// <param name="Sample">What.</param>
public sealed record CallSample(string UserId, DateTimeOffset At, QosSample Sample);
