using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using Npgsql;

namespace M4sh.Bench.Qos;

/// <summary>The API is killed and Postgres restarted in turns, under load: every sample that was answered is there once. What was not answered is sent again, as a client does.</summary>
internal static class DurabilityBench
{
    private const int Callers = 32;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var disturbances = options.Get("times", 20);
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answered = new ConcurrentDictionary<string, byte>();
        var load = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => StartCallerAsync(stack, caller, answered, end.Token)));
        var process = stack.ApiProcess;
        for (var i = 0; i < disturbances; i++)
        {
            await Task.Delay(Between, cancellationToken);
            if (i % 2 == 0)
            {
                process.Kill();
                await process.WaitForExitAsync(cancellationToken);
                (process, _) = await stack.StartApiAsync(cancellationToken, stack.Api.Port);
            }
            else
            {
                await stack.Postgres.StopAsync();
                await stack.Postgres.StartAsync();
            }
        }

        await Task.Delay(Between, cancellationToken);
        await end.CancelAsync();
        var resent = (await Task.WhenAll(load)).Sum();

        var counts = await CountsAsync(stack.ConnectionString, cancellationToken);
        var lost = answered.Keys.Count(id => !counts.ContainsKey(id));
        var twice = counts.Values.Count(count => count > 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{disturbances} times killed or restarted: {answered.Count} samples answered, {resent} sent again, {lost} lost, {twice} there more than once"));
        return lost == 0 && twice == 0 ? 0 : 1;
    }

    /// <returns>The caller's load, which ends with how often it sent again.</returns>
    private static async Task<Task<int>> StartCallerAsync(BenchStack stack, int caller, ConcurrentDictionary<string, byte> answered, CancellationToken stop)
    {
        var client = stack.As($"caller-{caller}");
        using var created = await client.PostAsync(new Uri("sessions/", UriKind.Relative), null, stop);
        var session = (await created.Content.ReadFromJsonAsync<Session>(M4shJson.Options, stop))!;
        using var joined = await client.PostAsync(new Uri($"sessions/{session.Id}/join/", UriKind.Relative), null, stop);
        joined.EnsureSuccessStatusCode();
        return LoadAsync(client, new($"sessions/{session.Id}/quality/", UriKind.Relative), caller, answered, stop);
    }

    private static async Task<int> LoadAsync(HttpClient client, Uri address, int caller, ConcurrentDictionary<string, byte> answered, CancellationToken stop)
    {
        using var own = client;
        var again = 0;
        try
        {
            for (var i = 0; ; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{caller}-{i}");
                var sample = new QosSample { Id = id, RecordedAt = TimeProvider.System.GetUtcNow(), RttMs = 10, PacketLossPct = 0, JitterMs = 1 };
                while (!await IsStoredAsync(own, address, sample, stop))
                {
                    again++;
                    await Task.Delay(Pause, stop);
                }

                answered[id] = 0;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return again;
        }
    }

    private static async Task<bool> IsStoredAsync(HttpClient client, Uri address, QosSample sample, CancellationToken stop)
    {
        try
        {
            using var response = await client.PostAsJsonAsync(address, sample, M4shJson.Options, stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<Dictionary<string, long>> CountsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT sample_id, count(*) FROM qos_samples GROUP BY sample_id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, long> counts = [];
        while (await reader.ReadAsync(cancellationToken))
            counts[reader.GetString(0)] = reader.GetInt64(1);

        return counts;
    }
}
