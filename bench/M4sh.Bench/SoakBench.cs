using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using Npgsql;

namespace M4sh.Bench;

/// <summary>Mixed load while Postgres and Redis are restarted five times each: every write that was answered is there at the end, and memory stays flat.</summary>
internal static class SoakBench
{
    private const int Callers = 8;
    private const int Restarts = 5;
    private const double MostGrowth = 1.3;

    private static readonly TimeSpan Down = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var length = TimeSpan.FromMinutes(options.Get("minutes", 20));
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answered = new ConcurrentDictionary<Guid, SessionStatus>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        end.CancelAfter(length);
        var load = Enumerable.Range(0, Callers).Select(caller => LoadAsync(stack, caller, answered, statuses, end.Token)).ToList();
        var memory = await DisturbAsync(stack, length, cancellationToken);
        await Task.WhenAll(load);

        var lost = await LostAsync(stack.ConnectionString, answered, cancellationToken);
        var growth = memory[^1] / (double)memory[0];
        foreach (var (status, count) in statuses.OrderBy(status => status.Key))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(int)status}: {count}"));

        Console.WriteLine($"memory of the API in MB: {string.Join(' ', memory)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answered.Count} sessions answered, {lost} lost or behind; memory × {growth:F2}"));
        return lost == 0 && growth < MostGrowth && statuses.Keys.All(status => status != HttpStatusCode.InternalServerError) ? 0 : 1;
    }

    /// <returns>The API's memory before each restart and at the end, in MB.</returns>
    private static async Task<List<long>> DisturbAsync(BenchStack stack, TimeSpan length, CancellationToken cancellationToken)
    {
        var pause = (length / ((2 * Restarts) + 1)) - Down;
        List<long> memory = [];
        for (var restart = 0; restart < 2 * Restarts; restart++)
        {
            await Task.Delay(pause, cancellationToken);
            memory.Add(Memory(stack.ApiProcess));
            await (restart % 2 == 0 ? stack.Postgres.StopAsync() : stack.Redis.StopAsync());
            await Task.Delay(Down, cancellationToken);
            await (restart % 2 == 0 ? stack.Postgres.StartAsync() : stack.Redis.StartAsync());
        }

        await Task.Delay(pause, cancellationToken);
        memory.Add(Memory(stack.ApiProcess));
        return memory;
    }

    private static async Task LoadAsync(
        BenchStack stack, int caller, ConcurrentDictionary<Guid, SessionStatus> answered, ConcurrentDictionary<HttpStatusCode, int> statuses, CancellationToken stop)
    {
        using var host = stack.As($"host-{caller}");
        using var guest = stack.As($"guest-{caller}");
        try
        {
            while (true)
            {
                if (await PostAsync(host, "sessions/") is not { } session)
                    continue;

                foreach (var (client, verb) in ((HttpClient, string)[])[(host, "join"), (guest, "join"), (guest, "leave"), (host, "leave")])
                    await PostAsync(client, $"sessions/{session.Id}/{verb}/");

                using var page = await host.GetAsync(new Uri("sessions/?limit=20", UriKind.Relative), stop);
                Count(page);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is over.
        }

        async Task<Session?> PostAsync(HttpClient client, string path)
        {
            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), null, stop);
            Count(response);
            if (!response.IsSuccessStatusCode)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), stop);
                return null;
            }

            var session = path.EndsWith("join/", StringComparison.Ordinal)
                ? (await response.Content.ReadFromJsonAsync<JoinSessionResponse>(M4shJson.Options, stop))?.Session
                : await response.Content.ReadFromJsonAsync<Session>(M4shJson.Options, stop);
            if (session is not null)
                answered[session.Id] = session.Status;

            return session;
        }

        void Count(HttpResponseMessage response) => statuses.AddOrUpdate(response.StatusCode, 1, static (_, count) => count + 1);
    }

    /// <summary>A session may have gone on after its last answer, never back.</summary>
    private static async Task<int> LostAsync(string connectionString, ConcurrentDictionary<Guid, SessionStatus> answered, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT id, status FROM sessions");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, SessionStatus> stored = [];
        while (await reader.ReadAsync(cancellationToken))
            stored[reader.GetGuid(0)] = Contracts.Json.SnakeCase.Read<SessionStatus>(reader.GetString(1));

        return answered.Count(answer => !stored.TryGetValue(answer.Key, out var status) || status < answer.Value);
    }

    private static long Memory(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / (1024 * 1024);
    }
}
