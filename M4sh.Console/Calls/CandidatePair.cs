namespace M4sh.Console.Calls;

/// <summary>A candidate pair of ICE, as <c>getStats</c> of the page tells it.</summary>
public sealed record CandidatePair
{
    public required string Id { get; init; }

    /// <summary>W3C RTCStatsIceCandidatePairState.</summary>
    public required string State { get; init; }

    public bool IsNominated { get; init; }

    /// <summary>Media takes it.</summary>
    public bool IsSelected { get; init; }

    /// <summary>Type, protocol and address, for people.</summary>
    public required string Local { get; init; }

    public required string Remote { get; init; }

    public double? RttMs { get; init; }

    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }
}
