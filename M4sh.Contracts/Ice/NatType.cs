using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Ice;

/// <summary>What the gathered candidates say of the NAT (PROTOCOL.md §8).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NatType>))]
public enum NatType
{
    /// <summary>It cannot be known.</summary>
    Unknown,

    /// <summary>The host address equals the server-reflexive one.</summary>
    Open,

    /// <summary>Endpoint-independent mapping.</summary>
    Cone,

    /// <summary>Another mapped port for another server.</summary>
    Symmetric,

    /// <summary>Only relay candidates.</summary>
    RelayOnly,

    /// <summary>No server answered.</summary>
    Blocked,
}
