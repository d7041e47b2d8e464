using System.Text.Json;

namespace M4sh.Console.Overview;

/// <summary>Asks services for their <c>/health</c>.</summary>
public sealed class HealthProbe(IHttpClientFactory clients)
{
    /// <summary>The HTTP client without retries: an unhealthy answer is an answer.</summary>
    public const string HttpClientName = "health";

    /// <summary>The services that are shown, by the names that service discovery knows.</summary>
    public static IReadOnlyList<string> Services { get; } = ["signaling-api", "qos-worker"];

    public async Task<IReadOnlyList<ServiceHealth>> ReadAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(Services.Select(service => ReadAsync(service, cancellationToken)));

    private async Task<ServiceHealth> ReadAsync(string service, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await clients.CreateClient(HttpClientName).GetAsync(new Uri($"http://{service}/health"), cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var report = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return new(service, StatusOf(report.RootElement), [.. ChecksOf(report.RootElement)]);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody there, nothing sensible said, or no address known: for a person who looks, one and the same.
            return ServiceHealth.None(service);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> ChecksOf(JsonElement report) =>
        report.TryGetProperty("checks", out var checks) && checks.ValueKind == JsonValueKind.Object
            ? checks.EnumerateObject().Select(check => KeyValuePair.Create(check.Name, StatusOf(check.Value)))
            : [];

    private static string StatusOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("status", out var status) ? status.GetString() ?? "" : "";
}
