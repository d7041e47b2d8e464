using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos;

/// <summary>What <c>GET /quality/</c> may tell apart.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<QualityGrouping>))]
public enum QualityGrouping
{
    /// <summary>Hours, UTC; a call belongs to the one in which it was created.</summary>
    Hour,

    /// <summary>Lessons; sessions without one are left out.</summary>
    Lesson,
}
