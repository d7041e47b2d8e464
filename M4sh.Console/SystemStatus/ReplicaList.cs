using System.Net;
using System.Text.Json;
using M4sh.Console.Overview;

namespace M4sh.Console.SystemStatus;

/// <summary>Which replicas there are: those that tell Prometheus where they are (PROTOCOL.md §2), and this console.</summary>
public sealed class ReplicaList(ReplicaProbe probe, OwnTarget own)
{
    private const string Path = "/metrics/targets";

    /// <param name="known">Kept where the list cannot be read, as Prometheus does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>At least one target a service, and why the list is not the present one, if it is not.</returns>
    public async Task<(IReadOnlyList<ReplicaTarget> Targets, string? Cause)> ReadAsync(IReadOnlyList<ReplicaTarget> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        var (listed, cause) = await probe.AttemptAsync(Common(ServiceNames.Worker), Path, ParseAsync, cancellationToken);
        var targets = listed ?? [.. known.Where(target => target.Replica is not null && target.Service != ServiceNames.Console)];

        // A service of which no replica is known may still answer where all clients find it; if not, that is what there is to say of it.
        var missing = HealthProbe.Services.Where(service => targets.All(target => target.Service != service)).Select(Common);
        return ([.. targets.Concat(missing).OrderBy(Rank).ThenBy(target => target.Replica, StringComparer.Ordinal), .. own.Find()], cause);
    }

    private static int Rank(ReplicaTarget target)
    {
        var rank = HealthProbe.Services.ToList().IndexOf(target.Service);
        return rank < 0 ? HealthProbe.Services.Count : rank;
    }

    private static ReplicaTarget Common(string service) => new(service, Replica: null, new($"http://{service}"));

    private static async Task<IReadOnlyList<ReplicaTarget>> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidDataException($"{Path} answered {(int)response.StatusCode}");

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var groups = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return [.. groups.RootElement.EnumerateArray().SelectMany(TargetsOf)];
    }

    // https://prometheus.io/docs/prometheus/latest/http_sd/
    private static IEnumerable<ReplicaTarget> TargetsOf(JsonElement group)
    {
        var labels = group.GetProperty("labels");
        var (scheme, service, replica) = (Text("__scheme__") ?? Uri.UriSchemeHttp, Text("service"), Text("replica"));
        return group.GetProperty("targets").EnumerateArray()
            .Select(target => Uri.TryCreate($"{scheme}://{target.GetString()}", UriKind.Absolute, out var address) ? address : null)
            .OfType<Uri>()
            .Select(address => new ReplicaTarget(service ?? address.Authority, replica ?? address.Authority, address));

        string? Text(string name) => labels.TryGetProperty(name, out var label) ? label.GetString() : null;
    }
}
