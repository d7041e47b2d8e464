using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;

namespace M4sh.Data.Sessions;

/// <summary>What a trigger does to a session in a status.</summary>
/// <param name="From">The status before.</param>
/// <param name="To">The status after: the same, or a later one.</param>
/// <param name="EndReason">With the way to <see cref="SessionStatus.Ended"/>: why.</param>
/// <param name="IsRefused">The session has ended, and whoever asked is told so.</param>
public readonly record struct SessionTransition(SessionStatus From, SessionStatus To, EndReason? EndReason = null, bool IsRefused = false)
{
    public bool IsChange => To != From;

    /// <summary>The event that is written with the change, one of <see cref="SessionEventTypes"/>: the status by its name. Null without a change.</summary>
    public string? Event => IsChange ? SnakeCase.Write(To) : null;
}
