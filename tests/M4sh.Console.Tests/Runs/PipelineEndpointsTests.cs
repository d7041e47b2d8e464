using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using M4sh.Console.Runs;
using M4sh.Console.Runs.Pipeline;
using M4sh.Console.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace M4sh.Console.Tests.Runs;

/// <summary>Over HTTP.</summary>
public sealed class PipelineEndpointsTests : IAsyncLifetime
{
    private const string Key = "a key of the pipelines";

    private readonly CallWorld _world = new();
    private readonly FakeHeadlessBrowsers _browsers = new();
    private readonly List<WebApplication> _apps = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Post_ThenGet_TellsHowItStandsAndWhatCameOfIt()
    {
        using var http = await StartAsync();

        using var accepted = await http.PostAsJsonAsync("/api/test-runs", new { count = 2, duration_seconds = 1, note = "build 12" }, Cancelled);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var location = accepted.Headers.Location!.ToString();
        var run = _apps[0].Services.GetRequiredService<PipelineRuns>().Find(Guid.Parse(location.Split('/')[^1]))!;
        await _browsers.NextAsync();
        await run.DriveAsync(() => new(_world.Context, _world.Browser, run.Plan with { Call = run.Plan.Call with { Duration = TimeSpan.Zero } }, run.Id)).WaitAsync(Cancelled);

        var answer = await http.GetFromJsonAsync<JsonElement>(location, Cancelled);
        Assert.Equal(("completed", 2, 2), (answer.GetProperty("state").GetString(), answer.GetProperty("count").GetInt32(), answer.GetProperty("done").GetInt32()));
        Assert.Equal(run.Passed, answer.GetProperty("passed").GetBoolean());
        var result = answer.GetProperty("results")[0];
        Assert.Equal($"/test-runs/{result.GetProperty("id").GetString()}", result.GetProperty("report").GetString());
        Assert.Equal(FakeApi.SessionId, result.GetProperty("session_id").GetGuid());
        Assert.Equal($"/test-runs?batch={run.Id}", answer.GetProperty("history").GetString());
    }

    [Fact]
    public async Task Delete_Waiting_CancelsIt()
    {
        using var http = await StartAsync();
        using var first = await http.PostAsync("/api/test-runs/", null, Cancelled);
        await _browsers.NextAsync();
        using var second = await http.PostAsync("/api/test-runs/", null, Cancelled);

        using var cancelled = await http.DeleteAsync(second.Headers.Location, Cancelled);

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal("cancelled", (await cancelled.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Post_BadBody_Is400WithTheMembers()
    {
        using var http = await StartAsync();

        using var refused = await http.PostAsJsonAsync("/api/test-runs", new { count = 0, profile = "best" }, Cancelled);

        var problem = await ProblemAsync(refused, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(["count", "profile"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task Post_NoBrowser_Is503()
    {
        _browsers.IsThere = false;
        using var http = await StartAsync();

        using var refused = await http.PostAsync("/api/test-runs", null, Cancelled);

        await ProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "no_browser");
    }

    [Fact]
    public async Task Post_TooManyWait_Is503WithRetryAfter()
    {
        using var http = await StartAsync();
        using var first = await http.PostAsync("/api/test-runs", null, Cancelled);
        using var second = await http.PostAsync("/api/test-runs", null, Cancelled);

        using var refused = await http.PostAsync("/api/test-runs", null, Cancelled);

        await ProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "busy");
        Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Post_TooLong_Is413()
    {
        using var http = await StartAsync();

        using var refused = await http.PostAsync("/api/test-runs", new StringContent(new(' ', 20_000)), Cancelled);

        await ProblemAsync(refused, HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
    }

    [Theory]
    [InlineData("GET", "/api/test-runs/01980000-0000-7000-8000-000000000009")]
    [InlineData("DELETE", "/api/test-runs/01980000-0000-7000-8000-000000000009")]
    [InlineData("GET", "/api/test-runs/nonsense")]
    [InlineData("PUT", "/api/test-runs/a/b")]
    public async Task Ask_Unknown_Is404(string method, string path)
    {
        using var http = await StartAsync();

        using var answer = await http.SendAsync(new(new(method), path), Cancelled);

        await ProblemAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("Production", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("Production", Key, null, HttpStatusCode.Unauthorized)]
    [InlineData("Production", Key, "another key, as long", HttpStatusCode.Unauthorized)]
    [InlineData("Production", Key, Key, HttpStatusCode.Accepted)]
    [InlineData("Development", Key, null, HttpStatusCode.Unauthorized)]
    [InlineData("Development", "", null, HttpStatusCode.Accepted)]
    public async Task Post_WithOrWithoutTheKey_IsLetInOrNot(string environment, string key, string? sent, HttpStatusCode expected)
    {
        using var http = await StartAsync(environment, key);
        http.DefaultRequestHeaders.Authorization = sent is null ? null : new AuthenticationHeaderValue("Bearer", sent);

        using var answer = await http.PostAsync("/api/test-runs", null, Cancelled);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example", HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("Host", "elsewhere.example", HttpStatusCode.Unauthorized, "unauthorized")]
    public async Task Post_FromAWebPageWithoutAKey_IsRefused(string header, string value, HttpStatusCode status, string code)
    {
        using var http = await StartAsync();
        http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using var refused = await http.PostAsync("/api/test-runs", null, Cancelled);

        await ProblemAsync(refused, status, code);
    }

    [Fact]
    public async Task Report_Kept_IsSentAsJsonAndCsv()
    {
        _world.Store.Add(SampleRuns.Run(1));
        using var http = await StartAsync();

        using var json = await http.GetAsync($"/test-runs/{SampleRuns.Id(1)}.json", Cancelled);
        using var csv = await http.GetAsync($"/test-runs/{SampleRuns.Id(1)}.csv", Cancelled);

        Assert.Equal(SampleRuns.Report(1).ToJson(), await json.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(SampleRuns.Report(1).ToCsv(), await csv.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(("application/json", "text/csv"), (json.Content.Headers.ContentType?.MediaType, csv.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Report_UnknownOrStoreAway_IsAProblem()
    {
        using var http = await StartAsync();

        using var unknown = await http.GetAsync($"/test-runs/{SampleRuns.Id(1)}.json", Cancelled);
        _world.Store.IsAway = true;
        using var away = await http.GetAsync($"/test-runs/{SampleRuns.Id(1)}.csv", Cancelled);

        await ProblemAsync(unknown, HttpStatusCode.NotFound, "not_found");
        await ProblemAsync(away, HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((code, (int)status), (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        return problem;
    }

    private async Task<HttpClient> StartAsync(string environment = "Development", string key = "")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.Configure<TestRunOptions>(options => (options.ApiKey, options.MaxQueued) = (key, 1));
        builder.Services.AddSingleton<TimeProvider>(_world.Time);
        builder.Services.AddSingleton<IHeadlessBrowsers>(_browsers);
        builder.Services.AddSingleton<ITestRunStore>(_world.Store);
        builder.Services.AddSingleton<PipelineRuns>().AddHostedService(services => services.GetRequiredService<PipelineRuns>());
        var app = builder.Build();
        app.MapRuns();
        await app.StartAsync(Cancelled);
        _apps.Add(app);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new() { BaseAddress = new(address) };
    }
}
