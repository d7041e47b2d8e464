using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Sessions;

/// <summary>What a participant is in the session.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ParticipantRole>))]
public enum ParticipantRole
{
    /// <summary>The creator, else the first to join.</summary>
    Host,

    /// <summary>The other one.</summary>
    Guest,
}
