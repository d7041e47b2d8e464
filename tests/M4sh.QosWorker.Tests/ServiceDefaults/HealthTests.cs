using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

public sealed class HealthTests
{
    private const string Secret = "Password=hunter2";

    [Fact]
    public async Task Health_AllChecksPass_NamesThem()
    {
        await using var app = await DefaultApp.StartAsync(builder => Timeless(builder).AddCheck("store", () => HealthCheckResult.Healthy()));

        var (status, body) = await GetAsync(app, "/health");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("""^\{"status":"healthy","checks":\{"store":\{"status":"healthy","duration_ms":[0-9.]+\},"self":\{"status":"healthy","duration_ms":[0-9.]+\}\}\}$""", body);
    }

    [Fact]
    public async Task Health_CheckThrows_IsUnhealthyAndKeepsTheSecret()
    {
        await using var app = await DefaultApp.StartAsync(builder => Timeless(builder)
            .AddCheck("store", () => throw new InvalidOperationException(Secret))
            .AddCheck("cache", () => HealthCheckResult.Unhealthy(Secret)));

        var (status, body) = await GetAsync(app, "/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("""{"status":"unhealthy",""", body, StringComparison.Ordinal);
        Assert.Contains("""store":{"status":"unhealthy",""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Health_CheckHangs_IsUnhealthyAfterTwoSeconds(bool heedsItsToken)
    {
        var time = new FakeTimeProvider();
        var hanging = new HangingCheck(heedsItsToken);
        await using var app = await DefaultApp.StartAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddHealthChecks().AddCheck("store", hanging);
        });

        var answer = GetAsync(app, "/health");
        await hanging.Started.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await answer).Status);
    }

    [Fact]
    public async Task Alive_AnotherCheckFails_IsHealthy()
    {
        await using var app = await DefaultApp.StartAsync(builder => Timeless(builder).AddCheck("store", () => HealthCheckResult.Unhealthy()));

        var (status, body) = await GetAsync(app, "/alive");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("store", body, StringComparison.Ordinal);
    }

    // No check runs into its limit, however busy the machine is.
    private static IHealthChecksBuilder Timeless(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider()).AddHealthChecks();

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(WebApplication app, string path)
    {
        using var response = await app.GetTestClient().GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class HangingCheck(bool heedsItsToken) : IHealthCheck
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            _started.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, heedsItsToken ? cancellationToken : CancellationToken.None);
            return HealthCheckResult.Healthy();
        }
    }
}
