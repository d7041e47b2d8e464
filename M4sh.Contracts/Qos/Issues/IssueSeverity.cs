using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos.Issues;

/// <summary>How much an issue hurts. The larger, the worse.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<IssueSeverity>))]
public enum IssueSeverity
{
    /// <summary>Worth knowing; nobody notices.</summary>
    Info,

    /// <summary>It can be noticed.</summary>
    Warning,

    /// <summary>The call can hardly be used.</summary>
    Critical,
}
