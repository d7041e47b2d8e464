using M4sh.Contracts.Qos;
using M4sh.Data.Qos.Sketches;

namespace M4sh.Data.Qos.Rollups;

/// <summary>What is kept of any number of samples: how many of each quality, and a sketch of each metric.</summary>
public sealed class QosAggregate
{
    public long Samples => Excellent + Good + Poor;

    public long Excellent { get; private set; }

    public long Good { get; private set; }

    public long Poor { get; private set; }

    public DDSketch RttMs { get; private init; } = new();

    public DDSketch PacketLossPct { get; private init; } = new();

    public DDSketch JitterMs { get; private init; } = new();

    public static QosAggregate Of(QosRollupRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new()
        {
            Excellent = row.Excellent,
            Good = row.Good,
            Poor = row.Poor,
            RttMs = DDSketchFormat.Read(row.RttMs),
            PacketLossPct = DDSketchFormat.Read(row.PacketLossPct),
            JitterMs = DDSketchFormat.Read(row.JitterMs),
        };
    }

    public void Add(double rttMs, double packetLossPct, double jitterMs)
    {
        switch (QualityScore.Quality(rttMs, packetLossPct, jitterMs))
        {
            case QualityLevel.Excellent:
                Excellent++;
                break;
            case QualityLevel.Good:
                Good++;
                break;
            default:
                Poor++;
                break;
        }

        RttMs.Add(rttMs);
        PacketLossPct.Add(packetLossPct);
        JitterMs.Add(jitterMs);
    }

    public void Merge(QosAggregate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Excellent += other.Excellent;
        Good += other.Good;
        Poor += other.Poor;
        RttMs.Merge(other.RttMs);
        PacketLossPct.Merge(other.PacketLossPct);
        JitterMs.Merge(other.JitterMs);
    }
}
