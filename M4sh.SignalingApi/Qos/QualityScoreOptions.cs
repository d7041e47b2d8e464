using System.ComponentModel.DataAnnotations;
using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Qos;

public sealed class QualityScoreOptions
{
    public const string SectionName = "Qos:Score";

    /// <summary>Bpl of the codec in use (ITU-T G.113), for the MOS. Default 25.1: G.711 with concealment, random loss.</summary>
    [Range(0.1, 100)]
    public double PacketLossRobustness { get; set; } = QualityScore.DefaultPacketLossRobustness;
}
