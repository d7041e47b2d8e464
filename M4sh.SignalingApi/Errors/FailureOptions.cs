using System.ComponentModel.DataAnnotations;

namespace M4sh.SignalingApi.Errors;

/// <summary>How long a request waits for what may be away. How long it waits for one command of Postgres, the connection string says (1 s where it says nothing).</summary>
public sealed class FailureOptions
{
    public const string SectionName = "Failures";

    /// <summary>For an answer of Redis. Default 750 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>For all that it asks of Postgres. Default 1.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan PostgresTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>For everything together. Default 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:05:00")]
    public TimeSpan RequestDeadline { get; set; } = TimeSpan.FromSeconds(4);
}
