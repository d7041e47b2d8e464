using System.ComponentModel.DataAnnotations;

namespace M4sh.SignalingApi.Sessions;

/// <summary>What the API has to know of the bounds that the worker keeps.</summary>
public sealed class SessionLimits
{
    public const string SectionName = "Sessions";

    /// <summary>How long a call may take from its second participant's coming; no token outlives it by <c>token-expiring</c>. As the worker's. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(8);
}
