namespace M4sh.Console.Network;

/// <summary>What one direction of a relay did so far.</summary>
public sealed record LinkCounts
{
    /// <summary>Packets that came in.</summary>
    public long Packets { get; init; }

    public long Bytes { get; init; }

    /// <summary>Taken by chance.</summary>
    public long Lost { get; init; }

    /// <summary>Dropped at the full queue.</summary>
    public long Overflowed { get; init; }

    /// <summary>Of the packets those with sound or picture: RTP, not STUN, DTLS or RTCP.</summary>
    public long Media { get; init; }

    /// <summary>Of the media packets those that did not come through.</summary>
    public long MediaDropped { get; init; }

    /// <summary>Packets that went out.</summary>
    public long Delivered { get; init; }

    /// <summary>How long those were held, all together.</summary>
    public TimeSpan Held { get; init; }

    /// <summary>Null while there was none.</summary>
    public double? MediaLossPct => Media == 0 ? null : MediaDropped * 100d / Media;

    /// <summary>Null while none was delivered.</summary>
    public TimeSpan? MeanDelay => Delivered == 0 ? null : Held / Delivered;
}
