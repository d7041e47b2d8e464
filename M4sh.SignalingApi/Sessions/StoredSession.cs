using System.Diagnostics;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using M4sh.Data.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>A session as it is stored.</summary>
/// <param name="Session">As clients see it.</param>
/// <param name="TraceParent"><see cref="SessionEntity.TraceParent"/>.</param>
public sealed record StoredSession(Session Session, string? TraceParent)
{
    public ActivityContext Trace => SessionTrace.Parse(TraceParent);

    /// <summary>What its host may send; read by <see cref="SessionSql"/>, as the guest's are.</summary>
    public IReadOnlyList<MediaPermission> HostPermissions { get; init; } = [];

    public IReadOnlyList<MediaPermission> GuestPermissions { get; init; } = [];

    /// <summary><see cref="SessionEntity.StartedAt"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
