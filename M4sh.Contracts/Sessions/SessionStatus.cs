using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Sessions;

/// <summary>Where a session is in its life. It only goes forward.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SessionStatus>))]
public enum SessionStatus
{
    /// <summary>Fewer than two participants have joined.</summary>
    Waiting,

    /// <summary>Two participants have joined; no peer has reported <c>connected</c>.</summary>
    Connecting,

    /// <summary>A peer reported <c>connected</c>.</summary>
    Connected,

    /// <summary>Over, for the reason in <see cref="Session.EndReason"/>.</summary>
    Ended,
}
