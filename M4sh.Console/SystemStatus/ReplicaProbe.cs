using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using M4sh.Console.Overview;

namespace M4sh.Console.SystemStatus;

/// <summary>Asks one replica how it is.</summary>
public sealed class ReplicaProbe(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The HTTP client without retries: an unhealthy answer is an answer, and a late one too.</summary>
    public const string HttpClientName = "system";

    /// <summary>Who takes longer is not there, for a person who looks. A health check has two seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public async Task<ReplicaStatus> ReadAsync(ReplicaTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (health, numbers) = (
            AttemptAsync(target, "/health", ReadHealthAsync, cancellationToken), AttemptAsync(target, "/metrics", ReadNumbersAsync, cancellationToken));
        var (status, cause) = await health;
        var (scraped, scrapeCause) = await numbers;
        return (status ?? new(target)) with { Numbers = scraped, Cause = cause ?? scrapeCause };

        Task<ReplicaStatus> ReadHealthAsync(HttpResponseMessage response, CancellationToken token) => StatusOfAsync(target, response, token);
    }

    /// <summary>Reads something of an address, or says why that is not possible.</summary>
    internal async Task<(T? Value, string? Cause)> AttemptAsync<T>(
        ReplicaTarget target, string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.GetAsync(new Uri(target.Address, path), either.Token);
            return (await read(response, either.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{path} gave no answer within {Limit.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            return (null, CauseOf(exception, path, target));
        }
    }

    private static async Task<ReplicaStatus> StatusOfAsync(ReplicaTarget target, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
            throw new InvalidDataException($"/health answered {(int)response.StatusCode}");

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var report = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        var checks = report.RootElement.GetProperty("checks").EnumerateObject();
        return new(target)
        {
            Health = report.RootElement.GetProperty("status").GetString() ?? ServiceHealth.Unreachable,
            Checks = [.. checks.Select(check => new ReplicaCheck(check.Name, Text(check.Value, "status") ?? "", Text(check.Value, "state"), Text(check.Value, "version")))],
        };
    }

    private async Task<ReplicaNumbers> ReadNumbersAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidDataException($"/metrics answered {(int)response.StatusCode}");

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return ReplicaNumbers.Read(text, time.GetTimestamp()) ?? throw new InvalidDataException("/metrics holds no metrics of M4sh");
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static string CauseOf(Exception exception, string path, ReplicaTarget target) => exception switch
    {
        InvalidDataException => exception.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name {target.Address.Host} is not known",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            $"nobody listens at {target.Address.Authority}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"{target.Address.Authority} cannot be connected to",
        HttpRequestException => $"{path} broke off",
        _ => $"{path} answered something that is no report",
    };
}
