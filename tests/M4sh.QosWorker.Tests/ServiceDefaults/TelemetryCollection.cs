namespace M4sh.QosWorker.Tests.ServiceDefaults;

/// <summary>Activity sources belong to the process: what a service traces, all others in the process see too. So one at a time, and alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryCollection
{
    public const string Name = "telemetry";
}
