using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Sessions;

/// <summary>Why a session ended.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EndReason>))]
public enum EndReason
{
    /// <summary>The last participant left.</summary>
    Hangup,

    /// <summary>The creator ended it.</summary>
    EndedByHost,

    /// <summary>The peers found no path to each other.</summary>
    IceFailed,

    /// <summary>Both signaling connections were gone for the grace period.</summary>
    Abandoned,

    /// <summary>No second participant for 24 h, or longer than <c>Sessions:MaxDuration</c>.</summary>
    Expired,

    /// <summary>The participants' tokens were revoked.</summary>
    TokenRevoked,

    /// <summary>An admin ended it.</summary>
    Admin,
}
