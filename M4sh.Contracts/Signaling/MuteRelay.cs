using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer muted or unmuted.</summary>
public sealed record MuteRelay : RelayedMessage
{
    /// <summary>What.</summary>
    public required MediaPermission Kind { get; init; }
}
