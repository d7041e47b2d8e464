namespace M4sh.Console.Feeds;

/// <summary>How often a feed reads by the clock.</summary>
/// <param name="Live">While changes are told: for what the stream does not tell.</param>
/// <param name="Polling">While they are not, or something could not be read.</param>
public sealed record FeedIntervals(TimeSpan Live, TimeSpan Polling);
