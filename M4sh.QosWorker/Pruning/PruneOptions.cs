using System.ComponentModel.DataAnnotations;

namespace M4sh.QosWorker.Pruning;

public sealed class PruneOptions : IValidatableObject
{
    public const string SectionName = "Qos:Retention";

    /// <summary>How often it is looked for what is too old. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Raw samples: a day's are dropped when the day (UTC) ended so long ago. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "12:00:00", "365.00:00:00")]
    public TimeSpan Raw { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Rollups of a minute: a day's are dropped when the day (UTC) ended so long ago. Default 30 d.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Minutes { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Rollups of an hour over all calls, of samples and of how calls went. Default 365 d.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Hours { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Sessions, their participants and events, after the end; and their rollups of an hour. Default 90 d.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Sessions { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The most rows that one statement deletes: it locks them until it is done. Default 1000.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 1000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // What is coarser is made of what is finer, and by who took part a user's samples and minutes are found when they are to be erased.
        if (Raw > Minutes)
            yield return new("Minutes may not be kept for less time than raw samples.", [nameof(Raw), nameof(Minutes)]);

        if (Minutes > Sessions)
            yield return new("Sessions may not be kept for less time than minutes.", [nameof(Minutes), nameof(Sessions)]);
    }
}
