using System.ComponentModel.DataAnnotations;

namespace M4sh.Console.SystemStatus;

/// <summary>Where the pages beside the console are, for the browser of who looks at it.</summary>
public sealed class SystemOptions
{
    public const string SectionName = "System";

    /// <summary>The Aspire dashboard. Default none: there is no link to it then.</summary>
    [Url]
    public string? DashboardUrl { get; set; }

    /// <summary>The API. Default: the address at which the console itself finds it.</summary>
    [Url]
    public string? ApiUrl { get; set; }

    /// <summary>The worker, which lists all metrics. Default: the address at which the console itself finds it.</summary>
    [Url]
    public string? WorkerUrl { get; set; }
}
