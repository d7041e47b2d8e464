using System.ComponentModel.DataAnnotations;

namespace M4sh.SignalingApi.Qos;

/// <summary>How samples get into the database.</summary>
public sealed class QosOptions
{
    public const string SectionName = "Qos";

    /// <summary>How many samples may wait to be written; more are refused with <c>unavailable</c>. Default 20,000.</summary>
    [Range(100, 10_000_000)]
    public int QueueLimit { get; set; } = 20_000;

    /// <summary>How many samples are written by one statement. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int GroupLimit { get; set; } = 1_000;

    /// <summary>How many statements are under way at a time. Default 2.</summary>
    [Range(1, 16)]
    public int Writers { get; set; } = 2;
}
