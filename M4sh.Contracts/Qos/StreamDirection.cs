using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos;

/// <summary>Which way the measured stream goes, as seen by who measured.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StreamDirection>))]
public enum StreamDirection
{
    /// <summary>What the measuring peer sends.</summary>
    Outbound,

    /// <summary>What the measuring peer receives.</summary>
    Inbound,
}
