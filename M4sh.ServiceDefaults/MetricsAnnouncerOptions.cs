using System.ComponentModel.DataAnnotations;

namespace M4sh.ServiceDefaults;

/// <summary>How Prometheus learns of a replica.</summary>
public sealed class MetricsAnnouncerOptions
{
    /// <summary>Their section.</summary>
    public const string SectionName = "Metrics";

    /// <summary>The address (<c>http://host:port</c>) at which Prometheus reaches this replica's metrics. Default: what the server listens on.</summary>
    [Url]
    public string? Address { get; set; }

    /// <summary>How often a replica says that it is there. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:20")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);
}
