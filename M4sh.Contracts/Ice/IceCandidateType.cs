using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Ice;

/// <summary>W3C <c>RTCIceCandidateType</c> of the selected local candidate.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<IceCandidateType>))]
public enum IceCandidateType
{
    /// <summary>An address of the machine.</summary>
    Host,

    /// <summary>Server-reflexive: seen by a STUN server.</summary>
    Srflx,

    /// <summary>Peer-reflexive: seen by the peer.</summary>
    Prflx,

    /// <summary>Relayed by TURN.</summary>
    Relay,
}
