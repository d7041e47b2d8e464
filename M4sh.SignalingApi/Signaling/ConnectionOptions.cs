using System.ComponentModel.DataAnnotations;
using M4sh.Contracts.Json;

namespace M4sh.SignalingApi.Signaling;

/// <summary>What one signaling connection may do and how long it is waited for, on either transport (PROTOCOL §5, Limits and Presence).</summary>
public sealed class ConnectionOptions : IValidatableObject
{
    public const string SectionName = "Signaling";

    /// <summary>How long a connection that has opened may take to send <c>join</c>, which has its session looked at, before that is done without. Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan AdmissionDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a connection may be open without being joined; longer than <see cref="AdmissionDelay"/>. Then it is closed (4408). Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "01:00:00")]
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection is quiet before it is pinged. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After how much silence of its client a connection is taken as gone; longer than <see cref="KeepAlive"/>. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:10:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The largest message, in bytes; a larger one closes the connection (4413). Default 64 KiB.</summary>
    [Range(1024, 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>The most that the candidates of a message hold, in bytes; more is <c>payload_too_large</c>. Default 16 KiB.</summary>
    [Range(256, 1024 * 1024)]
    public int MaxCandidateBytes { get; set; } = 16 * 1024;

    /// <summary>How deep a message may be nested. Default 32, which is also the most.</summary>
    [Range(4, M4shJson.MaxDepth)]
    public int MaxDepth { get; set; } = M4shJson.MaxDepth;

    /// <summary>How many messages a second a client may send for long; more closes the connection (4429). Default 50.</summary>
    [Range(1, 100_000)]
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>How many at once, after a pause. Default 200.</summary>
    [Range(1, 100_000)]
    public int MessageBurst { get; set; } = 200;

    /// <summary>How many messages wait for a client that does not read before its connection is closed (4408). Default 1,024.</summary>
    [Range(1, 100_000)]
    public int OutboxCapacity { get; set; } = 1_024;

    /// <summary>How many bytes of what the other peer sent, in place of how many messages. Default 1 MiB.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>How long the writing of one message may take before the connection is cut. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection that is being closed is waited for before it is cut. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the answer to a message is waited for before its connection is closed, so that it goes first; within the second that a revocation may take.
    /// Default 500 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AnswerPatience { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a replica that stops waits for its clients to be told so before they are cut off. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.6", "00:01:00")]
    public TimeSpan FarewellTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JoinTimeout <= AdmissionDelay)
            yield return new($"{SectionName}:{nameof(JoinTimeout)} must be longer than {SectionName}:{nameof(AdmissionDelay)}.", [nameof(JoinTimeout)]);

        if (Silence <= KeepAlive)
            yield return new($"{SectionName}:{nameof(Silence)} must be longer than {SectionName}:{nameof(KeepAlive)}.", [nameof(Silence)]);
    }
}
