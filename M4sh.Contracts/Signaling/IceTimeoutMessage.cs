using M4sh.Contracts.Ice;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the peers are not connected in time. The second of them is the last before the session ends <c>ice_failed</c>.</summary>
public sealed record IceTimeoutMessage
{
    /// <summary>Restart ICE; always true.</summary>
    public required bool RestartIce { get; init; }

    /// <summary>The candidates to use from here on: <c>all</c> the first time, <c>relay</c> the second.</summary>
    public required IceTransportPolicy IceTransportPolicy { get; init; }
}
