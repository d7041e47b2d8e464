using System.ComponentModel.DataAnnotations;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>The times and bounds of a session's signaling (PROTOCOL.md §5).</summary>
public sealed class RoomOptions : IValidatableObject
{
    public const string SectionName = "Signaling";

    /// <summary>How long after a lost connection its user may resume. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many relayed messages of an epoch are kept for those who resume or come late. 0: none, and whoever missed something gets the present offer and
    /// answer. Default 1,000.
    /// </summary>
    [Range(0, 100_000)]
    public int LogMessages { get; set; } = 1_000;

    /// <summary>How many bytes of them. Default 1 MiB.</summary>
    [Range(128 * 1024, 64 * 1024 * 1024)]
    public int LogBytes { get; set; } = 1024 * 1024;

    /// <summary>How many of a user's message ids are remembered with their answers, at least. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MessageIds { get; set; } = 1_000;

    /// <summary>How long an offer stays open without an answer. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan OfferOpenFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long two peers may both be present without an answer before <c>ice-timeout</c>. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a node says in Redis that it lives, and looks after its connections. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan NodeBeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after its last beat a node is taken for dead: more than two beats. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:30:00")]
    public TimeSpan NodeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long before a session token ends its successor is sent; never before half of its life. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan TokenNotice { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NodeTimeout <= 2 * NodeBeat)
            yield return new($"{SectionName}:{nameof(NodeTimeout)} must be longer than two of {SectionName}:{nameof(NodeBeat)}.", [nameof(NodeTimeout)]);
    }
}
