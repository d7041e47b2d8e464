using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos;

/// <summary>How good a sample is (PROTOCOL.md §7). The larger, the worse.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<QualityLevel>))]
public enum QualityLevel
{
    /// <summary>RTT &lt; 100 ms, loss &lt; 1 %, jitter &lt; 15 ms.</summary>
    Excellent,

    /// <summary>RTT &lt; 200 ms, loss &lt; 3 %, jitter &lt; 30 ms.</summary>
    Good,

    /// <summary>Anything else.</summary>
    Poor,
}
