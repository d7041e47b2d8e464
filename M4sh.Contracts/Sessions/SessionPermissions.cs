using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Sessions;

/// <summary>What each role of a session may send. A missing role may send everything.</summary>
public sealed record SessionPermissions
{
    /// <summary>What the host may send.</summary>
    public IReadOnlyList<MediaPermission>? Host { get; init; }

    /// <summary>What the guest may send.</summary>
    public IReadOnlyList<MediaPermission>? Guest { get; init; }
}
