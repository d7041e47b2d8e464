using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

[Collection(TelemetryCollection.Name)]
public sealed class OtlpTests
{
    private const string Token = "very-secret-token";

    [Fact]
    public async Task Endpoint_Given_GetsTracesMetricsAndLogsWithoutTokens()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received);
        await using (var app = await DefaultApp.StartAsync(
            builder =>
            {
                builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single();
                builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
                builder.Configuration["Logging:LogLevel:Default"] = "Trace";
                builder.Services.AddHttpClient("loop").ConfigurePrimaryHttpMessageHandler(
                    services => ((TestServer)services.GetRequiredService<IServer>()).CreateHandler());
            },
            app =>
            {
                app.MapGet("/inner", () => "inner");
                app.MapGet("/outer", (IHttpClientFactory clients) =>
                    clients.CreateClient("loop").GetStringAsync($"http://localhost/inner?token={Token}"));
            }))
        {
            await app.GetTestClient().GetStringAsync($"/outer?access_token={Token}", TestContext.Current.CancellationToken);
            await app.StopAsync(TestContext.Current.CancellationToken);

            // The end of the app flushes them too, but for 5 s at most. The meters' answer is false beside a reader that is scraped.
            app.Services.GetRequiredService<MeterProvider>().ForceFlush();
            Assert.True(app.Services.GetRequiredService<TracerProvider>().ForceFlush());
            Assert.True(app.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        }

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], received.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("/outer", received["/v1/traces"], StringComparison.Ordinal);
        Assert.All(received.Values, body => Assert.DoesNotContain(Token, body, StringComparison.Ordinal));
        Assert.All(received.Values, body => Assert.Contains("default-app", body, StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.Latin1);
            var body = await reader.ReadToEndAsync();
            received.AddOrUpdate(request.Path.Value!, body, (_, before) => before + body);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
