using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;

namespace M4sh.Bench;

/// <summary>A call's five requests (create, two joins, two leaves) through REST, against the same SQL bare from Npgsql, in turns.</summary>
internal static class RestBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (rounds, callers) = (options.Get("rounds", 5), options.Get("callers", 16));
        var span = TimeSpan.FromSeconds(options.Get("seconds", 5));
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        await using var bare = await BareCalls.OpenAsync(stack.ConnectionString, callers, cancellationToken);
        var clients = Enumerable.Range(0, callers).Select(caller => (Host: stack.As($"host-{caller}"), Guest: stack.As($"guest-{caller}"))).ToList();
        Task RestAsync(int caller) => CallAsync(clients[caller].Host, clients[caller].Guest, cancellationToken);
        Task BareAsync(int caller) => bare.CallAsync(caller, cancellationToken);

        // The service's code is compiled in steps while it runs: only then is it measured.
        await RateAsync(RestAsync, callers, WarmUp);
        await RateAsync(BareAsync, callers, span);
        List<double> ratios = [];
        for (var round = 0; round < rounds; round++)
        {
            var rest = await RateAsync(RestAsync, callers, span);
            var sql = await RateAsync(BareAsync, callers, span);
            ratios.Add(rest / sql);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: REST {rest:F0} calls/s, bare SQL {sql:F0} calls/s, ratio {rest / sql:P0}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {ratios[ratios.Count / 2]:P0} ({callers} callers, goal 40 %)"));
        return ratios[ratios.Count / 2] >= 0.4 ? 0 : 1;
    }

    private static async Task CallAsync(HttpClient host, HttpClient guest, CancellationToken cancellationToken)
    {
        using var created = await PostAsync(host, "sessions/", cancellationToken);
        var session = await created.Content.ReadFromJsonAsync<Session>(M4shJson.Options, cancellationToken) ?? throw new InvalidOperationException("No session.");
        (await PostAsync(host, $"sessions/{session.Id}/join/", cancellationToken)).Dispose();
        (await PostAsync(guest, $"sessions/{session.Id}/join/", cancellationToken)).Dispose();
        (await PostAsync(guest, $"sessions/{session.Id}/leave/", cancellationToken)).Dispose();
        (await PostAsync(host, $"sessions/{session.Id}/leave/", cancellationToken)).Dispose();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        var response = await client.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken);
        return response.EnsureSuccessStatusCode();
    }

    /// <returns>Calls a second.</returns>
    private static async Task<double> RateAsync(Func<int, Task> call, int callers, TimeSpan span)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var count = 0;
            for (; watch.Elapsed < span; count++)
                await call(caller);

            return count;
        }));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }
}
