namespace M4sh.Console.SystemStatus;

/// <summary>One line of Prometheus' text format.</summary>
public sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
