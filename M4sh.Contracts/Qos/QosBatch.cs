namespace M4sh.Contracts.Qos;

/// <summary>A body of <c>POST /sessions/{id}/quality/</c>; a single <see cref="QosSample"/> is one too.</summary>
public sealed record QosBatch
{
    /// <summary>The most samples a batch holds.</summary>
    public const int MaxSamples = 100;

    /// <summary>1 to 100 samples, oldest first.</summary>
    public required IReadOnlyList<QosSample> Samples { get; init; }
}
