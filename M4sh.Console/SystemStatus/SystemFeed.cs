using M4sh.Client.Live;
using M4sh.Console.Feeds;
using M4sh.Console.Live;

namespace M4sh.Console.SystemStatus;

/// <summary>Keeps one look at the system for all who look, by the clock.</summary>
public sealed class SystemFeed(SystemReader reader, LiveNews news, TimeProvider time, ILogger<SystemFeed> logger)
    : Feed<SystemSnapshot>(news, new(Live: Interval, Polling: Interval), time, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Sessions change nothing here. That the API's stream breaks, or is back, is a reason to look at once: the feed sees to that itself.</summary>
    protected override (SystemSnapshot Next, bool Read) Apply(SystemSnapshot reading, LiveUpdate update) => (reading, false);

    protected override Task<SystemSnapshot> ReadAsync(SystemSnapshot? previous, CancellationToken cancellationToken) =>
        reader.ReadAsync(previous, cancellationToken);
}
