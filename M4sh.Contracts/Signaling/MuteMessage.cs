using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Signaling;

/// <summary>Client: mutes or unmutes.</summary>
public sealed record MuteMessage : ClientMessage
{
    /// <summary>What. To unmute it, the token must hold this permission.</summary>
    public required MediaPermission Kind { get; init; }
}
