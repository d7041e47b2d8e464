using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Reaping;

public sealed class ReapOptions
{
    public const string SectionName = "Sessions";

    /// <summary>How often it is looked for sessions that nobody will end. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:10")]
    public TimeSpan ReapInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long nobody's signaling may be connected before a session is abandoned. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a participant may take to open its first signaling connection before it counts as gone. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan FirstConnection { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a session waits for its second participant. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a call may take from its second participant's coming. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How many sessions are looked up at a time. Default 100.</summary>
    [Range(1, 10_000)]
    public int ReapBatchSize { get; set; } = 100;
}
