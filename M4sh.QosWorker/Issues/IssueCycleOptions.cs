using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Issues;

public sealed class IssueCycleOptions
{
    public const string SectionName = "Qos:IssueSearch";

    /// <summary>How often a running call is searched for issues; long calls less often. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many sessions are looked up at a time. Default 100.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;
}
