using System.ComponentModel.DataAnnotations;

namespace M4sh.Console.SystemStatus;

/// <summary>Where the pages beside the console are, for the browser of who looks at it.</summary>
public sealed class SystemOptions : IValidatableObject
{
    public const string SectionName = "System";

    /// <summary>The Aspire dashboard. Default none: there is no link to it then.</summary>
    public Uri? DashboardUrl { get; set; }

    /// <summary>The API. Default: the address at which the console itself finds it.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>The worker, which lists all metrics. Default: the address at which the console itself finds it.</summary>
    public Uri? WorkerUrl { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, url) in ((string, Uri?)[])[(nameof(DashboardUrl), DashboardUrl), (nameof(ApiUrl), ApiUrl), (nameof(WorkerUrl), WorkerUrl)])
        {
            if (url is not null && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
            {
                yield return new($"{SectionName}:{name} must be an http or https address.");
            }
        }
    }
}
