using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Rollup;

public sealed class RollupOptions
{
    public const string SectionName = "Qos:Rollup";

    /// <summary>How often what was stored since is rolled up. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// About how many samples one transaction rolls up: the memory that it takes, also after a downtime, and how long others wait for the shard. Default 10000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; set; } = 10_000;
}
