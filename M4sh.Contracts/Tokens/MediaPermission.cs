using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Tokens;

/// <summary>Something that a participant may send.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MediaPermission>))]
public enum MediaPermission
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>The camera.</summary>
    Video,

    /// <summary>The screen.</summary>
    ScreenShare,
}
