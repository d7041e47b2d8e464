using System.ComponentModel.DataAnnotations;

namespace M4sh.Console.Runs;

/// <summary>How test calls are kept, and how a pipeline makes some.</summary>
public sealed class TestRunOptions : IValidatableObject
{
    public const string SectionName = "TestRuns";

    private const int MinApiKey = 16;

    /// <summary>How long reports are kept. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often older ones are deleted. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The bearer token of pipelines. A secret; without one they may call only in Development, from this machine.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The Chromium that makes a pipeline's calls: a path. Default: <c>chromium</c>, <c>chromium-browser</c> or <c>google-chrome</c> on the PATH.</summary>
    public string? Browser { get; set; }

    /// <summary>Where that browser finds the console. Default: where the console listens.</summary>
    public Uri? Address { get; set; }

    /// <summary>How long the browser may take until it has the page. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan BrowserTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many runs may wait for the one that goes on. Default 10.</summary>
    [Range(0, 1000)]
    public int MaxQueued { get; set; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKey is { Length: < MinApiKey })
        {
            yield return new($"{SectionName}:{nameof(ApiKey)} must have at least {MinApiKey} characters.");
        }

        if (!string.IsNullOrEmpty(Browser) && !File.Exists(Browser))
        {
            yield return new($"{SectionName}:{nameof(Browser)} must be the path of a Chromium: there is no such file.");
        }
    }
}
