namespace M4sh.SignalingApi.Tests.Telemetry;

/// <summary>Activity sources and meters belong to the process: what one replica tells, the others in it see too. So one at a time, and alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryCollection
{
    public const string Name = "telemetry";
}
