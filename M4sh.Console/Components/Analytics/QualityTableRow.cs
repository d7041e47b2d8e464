using M4sh.Contracts.Qos;

namespace M4sh.Console.Components.Analytics;

/// <summary>A call's, an hour's or a lesson's quality in a table.</summary>
/// <param name="Key">What it is of.</param>
/// <param name="Address">Where there is more about it.</param>
/// <param name="Note">More words about it.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="Calls">How its calls went; null where it is one call.</param>
/// <param name="At">When the hour began; null where it is no hour.</param>
public sealed record QualityTableRow(
    string Key, string? Address, string? Note, QualitySummary Quality, CallSummary? Calls, DateTimeOffset? At = null);
