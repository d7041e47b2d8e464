using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos;

/// <summary>W3C <c>RTCRtpStreamStats.kind</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MediaKind>))]
public enum MediaKind
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Picture.</summary>
    Video,
}
