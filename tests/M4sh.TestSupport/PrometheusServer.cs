using System.Globalization;
using System.Text.Json;

namespace M4sh.TestSupport;

/// <summary>A real Prometheus that finds what it scrapes by HTTP service discovery, every two seconds.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly DirectoryInfo _folder;
    private readonly SupervisedProcess _process;
    private readonly HttpClient _http;

    private PrometheusServer(DirectoryInfo folder, SupervisedProcess process, Uri address) =>
        (_folder, _process, _http) = (folder, process, new() { BaseAddress = address });

    /// <summary>What it has printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts it over the targets that an address lists. A test without Prometheus is skipped here.</summary>
    public static async Task<PrometheusServer> StartAsync(Uri targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var program = Requires.Program("prometheus", "apt-get install prometheus");
        var folder = Directory.CreateTempSubdirectory("m4sh-prometheus-");
        var config = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(config,
            $"""
            global:
              scrape_interval: 2s
            scrape_configs:
              - job_name: m4sh
                scrape_timeout: 2s
                http_sd_configs:
                  - url: {targets}
                    refresh_interval: 1s
            """, cancellationToken);
        var address = $"127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}";
        var process = SupervisedProcess.Start("TERM", program,
            $"--config.file={config}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address}", "--log.level=warn");
        return new(folder, process, new($"http://{address}"));
    }

    /// <summary>Asks again and again, until the query gives that one number.</summary>
    /// <exception cref="TimeoutException">It did not within the time that a test may hang.</exception>
    public async Task WaitForAsync(string query, double expected, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(s_pause);
        double? last = null;
        try
        {
            do
            {
                last = await TryQueryAsync(query, limit.Token);
            }
            while (last != expected && await timer.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{query} is {last?.ToString(CultureInfo.InvariantCulture) ?? "nothing"} and not {expected}. {Output}");
        }
    }

    /// <summary>The one number that a query gives; null: none.</summary>
    public async Task<double?> QueryAsync(string query, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", cancellationToken);
        var results = answer.RootElement.GetProperty("data").GetProperty("result");
        return results.GetArrayLength() == 0 ? null
            : double.Parse(results.EnumerateArray().Single().GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>The names of the labels that the selected series have.</summary>
    public async Task<IReadOnlyList<string>> LabelsAsync(string selector, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"/api/v1/labels?match[]={Uri.EscapeDataString(selector)}", cancellationToken);
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(label => label.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<double?> TryQueryAsync(string query, CancellationToken cancellationToken)
    {
        try
        {
            return await QueryAsync(query, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // It is starting.
            return null;
        }
    }

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
    }
}
