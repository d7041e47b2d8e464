using System.Text.Json.Serialization;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Qos;

/// <summary>How the calls that were created in a window went.</summary>
public sealed record CallSummary
{
    /// <summary>How many sessions.</summary>
    public required long Sessions { get; init; }

    /// <summary>Those in which two had come together and that connected or ended since: of the others it is not known yet.</summary>
    public required long Attempted { get; init; }

    /// <summary>Those of <see cref="Attempted"/> that connected.</summary>
    public required long Connected { get; init; }

    /// <summary><see cref="Connected"/> of <see cref="Attempted"/>, percent. Null where nothing was attempted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SuccessPct { get; init; }

    /// <summary>From two participants to <c>connected</c>, seconds. Null where nothing connected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetricSummary? SetupSeconds { get; init; }

    /// <summary>Those that have ended, by why; a reason without any is left out.</summary>
    public required IReadOnlyDictionary<EndReason, long> EndReasons { get; init; }
}
