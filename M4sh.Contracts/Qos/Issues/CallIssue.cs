namespace M4sh.Contracts.Qos.Issues;

/// <summary>Something that was wrong with a call for a while.</summary>
public sealed record CallIssue
{
    /// <summary>What.</summary>
    public required IssueType Type { get; init; }

    /// <summary>How bad it got.</summary>
    public required IssueSeverity Severity { get; init; }

    /// <summary>Who felt it; null: the call as a whole.</summary>
    public string? UserId { get; init; }

    /// <summary>Since when, UTC: the first sample or event that counts against it.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when, UTC; null: it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it was found by.</summary>
    public required IssueEvidence Evidence { get; init; }
}
