using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Sessions;

public sealed class ActiveSessionsOptions
{
    public const string SectionName = "Sessions:Count";

    /// <summary>How often the sessions that have not ended are counted for the metrics. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
