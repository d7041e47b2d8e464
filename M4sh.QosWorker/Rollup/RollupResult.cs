namespace M4sh.QosWorker.Rollup;

/// <summary>The span that a cycle looked at, and how many of a participant's minutes it wrote.</summary>
public sealed record RollupResult(DateTimeOffset From, DateTimeOffset To, int Minutes);
