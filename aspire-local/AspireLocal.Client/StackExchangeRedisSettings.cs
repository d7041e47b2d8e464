namespace Aspire.StackExchange.Redis;

public sealed class StackExchangeRedisSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    /// <summary>Of no effect here: only the real client brings an instrumentation.</summary>
    public bool DisableTracing { get; set; }
}
