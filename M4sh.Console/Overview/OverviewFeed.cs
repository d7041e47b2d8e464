using M4sh.Console.Feeds;

namespace M4sh.Console.Overview;

/// <summary>Keeps one overview for all who look.</summary>
public sealed class OverviewFeed(OverviewReader reader, TimeProvider time, ILogger<OverviewFeed> logger)
    : PollingFeed<OverviewSnapshot>(Interval, time, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override Task<OverviewSnapshot> ReadAsync(OverviewSnapshot? previous, CancellationToken cancellationToken) =>
        reader.ReadAsync(previous, cancellationToken);
}
