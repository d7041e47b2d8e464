namespace M4sh.Contracts.Signaling;

/// <summary>Server: something the other peer sent.</summary>
public abstract record RelayedMessage
{
    /// <summary>Who sent it.</summary>
    public required string FromUserId { get; init; }

    /// <summary>Its place in the order of both peers' messages within the epoch.</summary>
    public required long Seq { get; init; }
}
