namespace M4sh.Data.Qos.Rollups;

/// <summary>A bucket's samples, for reading; written by <see cref="QosRollup"/>. The metrics are <see cref="Sketches.DDSketchFormat"/>.</summary>
public abstract class QosRollupRow
{
    public DateTimeOffset BucketStart { get; init; }

    public long Excellent { get; init; }

    public long Good { get; init; }

    public long Poor { get; init; }

    public byte[] RttMs { get; init; } = [];

    public byte[] PacketLossPct { get; init; } = [];

    public byte[] JitterMs { get; init; } = [];
}
