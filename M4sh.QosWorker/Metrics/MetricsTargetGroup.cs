using System.Text.Json.Serialization;
using M4sh.Data.Metrics;

namespace M4sh.QosWorker.Metrics;

/// <summary>An entry of Prometheus's HTTP service discovery, https://prometheus.io/docs/prometheus/latest/http_sd/.</summary>
internal sealed record MetricsTargetGroup(
    [property: JsonPropertyName("targets")] IReadOnlyList<string> Targets,
    [property: JsonPropertyName("labels")] IReadOnlyDictionary<string, string> Labels)
{
    public static MetricsTargetGroup Of(MetricsTargetEntity target) => new([target.Address], new Dictionary<string, string>
    {
        ["__scheme__"] = target.Scheme,
        ["service"] = target.Service,
        ["replica"] = target.Replica,
    });
}
