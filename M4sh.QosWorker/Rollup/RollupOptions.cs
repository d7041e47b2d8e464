using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Rollup;

public sealed class RollupOptions
{
    public const string SectionName = "Qos:Rollup";

    /// <summary>How often closed minutes are rolled up. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For how long a minute may still get samples: the contract takes them up to 15 min late (PROTOCOL.md §7). Default 16 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:15:00", "12:00:00")]
    public TimeSpan AmendFor { get; set; } = TimeSpan.FromMinutes(16);

    /// <summary>The longest span that one statement rolls up, after a downtime. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Chunk { get; set; } = TimeSpan.FromHours(1);
}
