using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Partitions;

public sealed class PartitionOptions
{
    public const string SectionName = "Qos:Partitions";

    /// <summary>How often partitions are looked after. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Days after today that have a partition already: for so long samples are taken while no worker runs. Default 7.</summary>
    [Range(1, 60)]
    public int DaysAhead { get; set; } = 7;
}
