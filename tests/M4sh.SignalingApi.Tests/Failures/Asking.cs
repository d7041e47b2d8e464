using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Failures;

/// <summary>Asks a service whose servers come and go.</summary>
internal static class Asking
{
    public const string PostgresCheck = "M4shDbContext";
    public const string RedisCheck = "StackExchange.Redis";

    // Nothing is measured by it: what takes so long hangs.
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task AssertUnavailableAsync(HttpClient client, string path)
    {
        var (status, retryAfter, body) = await PostAsync(client, path);
        Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{status}: {body}");
        Assert.InRange(retryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("unavailable", JsonElement.Parse(body).GetProperty("code").GetString());
    }

    /// <summary>Until nothing is unhealthy but this; alive it is all the time.</summary>
    public static Task UntilHealthIsAsync(ApiReplica api, string? down) => UntilAsync(async () =>
    {
        using var client = api.Root();
        using var alive = await client.GetAsync(new Uri("/alive", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        var body = await health.Content.ReadAsStringAsync(Cancelled);
        var unhealthy = JsonElement.Parse(body).GetProperty("checks").EnumerateObject()
            .Where(check => check.Value.GetProperty("status").GetString() != "healthy").Select(check => check.Name).ToList();
        Assert.Equal(unhealthy.Count == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, health.StatusCode);
        return (unhealthy.SequenceEqual(down is null ? [] : [down]), body);
    });

    public static async Task<Session> CreateAsync(HttpClient client) =>
        JsonSerializer.Deserialize<Session>(await UntilAsync(client, "sessions/", HttpStatusCode.Created), Contracts.Json.M4shJson.Options)!;

    public static async Task<string> UntilAsync(HttpClient client, string path, HttpStatusCode expected)
    {
        var told = "";
        await UntilAsync(async () =>
        {
            (var status, _, told) = await PostAsync(client, path);
            return (status == expected, told);
        });
        return told;
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> PostAsync(HttpClient client, string path)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
        return (response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync(Cancelled));
    }

    // Neither server tells when it may be used again: ask until it may.
    public static async Task UntilAsync(Func<Task<(bool Holds, string Seen)>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (await condition() is (false, var seen))
            Assert.True(watch.Elapsed < Hangs, seen);
    }
}
