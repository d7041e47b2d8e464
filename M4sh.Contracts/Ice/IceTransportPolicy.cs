using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Ice;

/// <summary>W3C <c>RTCIceTransportPolicy</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<IceTransportPolicy>))]
public enum IceTransportPolicy
{
    /// <summary>Any candidate.</summary>
    All,

    /// <summary>Relay candidates only.</summary>
    Relay,
}
