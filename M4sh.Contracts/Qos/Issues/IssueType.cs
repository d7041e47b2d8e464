using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos.Issues;

/// <summary>What can be wrong with a call. When each is raised and cleared is in docs/issues.md.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<IssueType>))]
public enum IssueType
{
    /// <summary>The path takes long.</summary>
    HighRtt,

    /// <summary>Packets are lost.</summary>
    PacketLoss,

    /// <summary>Packets come unevenly.</summary>
    Jitter,

    /// <summary>The picture has too little to be one.</summary>
    LowBitrate,

    /// <summary>The picture that a participant sees stands still.</summary>
    VideoFreeze,

    /// <summary>A participant does not hear the other, who hears it.</summary>
    OneWayAudio,

    /// <summary>A participant gets nothing at all.</summary>
    NoMedia,

    /// <summary>Media takes the way over a TURN server.</summary>
    RelayOnly,

    /// <summary>A participant's connection failed, or the call ended because no path was found.</summary>
    IceFailed,

    /// <summary>It took long from two participants to a connection.</summary>
    SlowSetup,

    /// <summary>A participant lost its signaling or its connection again and again.</summary>
    Reconnects,
}
