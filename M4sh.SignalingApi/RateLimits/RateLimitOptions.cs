using System.ComponentModel.DataAnnotations;

namespace M4sh.SignalingApi.RateLimits;

/// <summary>How many REST requests there may be in any <see cref="Window"/>, over all replicas (PROTOCOL §3).</summary>
public sealed class RateLimitOptions
{
    public const string SectionName = "RateLimits";

    /// <summary>How far back requests count. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Of a user. Default 30.</summary>
    [Range(1, MaxRequests)]
    public int Requests { get; set; } = 30;

    /// <summary>Of an admin. Default 600.</summary>
    [Range(1, MaxRequests)]
    public int AdminRequests { get; set; } = 600;

    /// <summary>Of a user to <c>POST …/quality/</c>, which counts apart. Default 60.</summary>
    [Range(1, MaxRequests)]
    public int QualityRequests { get; set; } = 60;

    /// <summary>Of an address, without a good token. Default 60.</summary>
    [Range(1, MaxRequests)]
    public int AnonymousRequests { get; set; } = 60;

    // A log keeps the time of each request that counts: this bounds its memory.
    private const int MaxRequests = 100_000;
}
