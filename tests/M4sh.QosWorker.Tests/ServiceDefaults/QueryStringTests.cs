using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

/// <summary>PROTOCOL.md §3: query strings are never logged. Session tokens ride in them.</summary>
[Collection(TelemetryCollection.Name)]
public sealed partial class QueryStringTests
{
    private const string Token = "very-secret-token";

    [Theory]
    [InlineData(null, null)]
    [InlineData("Logging:LogLevel:Default", "Trace")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore", "Trace")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Information")]
    [InlineData("Logging:Recorder:LogLevel:Default", "Trace")]
    [InlineData("Logging:Recorder:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Information")]
    public async Task Request_TokenInItsQueryString_IsNeitherLoggedNorTraced(string? setting, string? level)
    {
        var recorder = new Recorder();
        await using var app = await StartAsync(recorder, setting, level);

        await app.GetTestClient().GetAsync($"/ws/webrtc/1/?token={Token}", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => app.GetTestClient().GetAsync($"/throws?access_token={Token}", TestContext.Current.CancellationToken));
        await recorder.WaitForSpansAsync(2);

        Assert.Contains(recorder.Written, written => written.Contains("handled", StringComparison.Ordinal));
        Assert.Contains(recorder.Written, written => written.Contains("/ws/webrtc/", StringComparison.Ordinal));
        Assert.DoesNotContain(recorder.Written, written => written.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probes_OfAnyKind_AreNotTraced()
    {
        var recorder = new Recorder();
        await using var app = await StartAsync(recorder, null, null);

        foreach (var path in new[] { "/health", "/alive", "/metrics" })
        {
            await app.GetTestClient().GetAsync(path, TestContext.Current.CancellationToken);
        }

        await app.GetTestClient().GetAsync("/ws/webrtc/1/", TestContext.Current.CancellationToken);
        await recorder.WaitForSpansAsync(1);

        var span = Assert.Single(recorder.Written, written => written.StartsWith("span ", StringComparison.Ordinal));
        Assert.Contains("/ws/webrtc/", span, StringComparison.Ordinal);
    }

    private static Task<WebApplication> StartAsync(Recorder recorder, string? setting, string? level) => DefaultApp.StartAsync(
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(setting is null ? [] : [new(setting, level)]);
            builder.Logging.AddProvider(recorder);
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.SetSampler(new AlwaysOnSampler()).AddProcessor(new SpanRecorder(recorder)));
            builder.Services.ConfigureOpenTelemetryLoggerProvider(logging => logging.AddProcessor(new LogRecorder(recorder)));
        },
        app =>
        {
            app.Map("/ws/webrtc/{id}/", (ILogger<QueryStringTests> logger) => Log.Handled(logger));
            app.Map("/throws", IResult () => throw new InvalidOperationException("broken"));
        });

    [ProviderAlias("Recorder")]
    private sealed class Recorder : ILoggerProvider
    {
        private readonly SemaphoreSlim _spans = new(0);

        public ConcurrentQueue<string> Written { get; } = new();

        public void AddSpan(string span)
        {
            Written.Enqueue(span);
            _spans.Release();
        }

        public async Task WaitForSpansAsync(int count)
        {
            for (; count > 0; count--)
            {
                await _spans.WaitAsync(TestContext.Current.CancellationToken);
            }
        }

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void Dispose() => _spans.Dispose();

        private sealed class Logger(Recorder recorder) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull
            {
                recorder.Written.Enqueue($"scope {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                recorder.Written.Enqueue($"log {formatter(state, exception)} {exception}");
        }
    }

    private sealed class SpanRecorder(Recorder recorder) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => recorder.AddSpan(
            $"span {data.DisplayName} {string.Join(' ', data.TagObjects)} {string.Join(' ', data.Events.SelectMany(@event => @event.Tags))}");
    }

    private sealed class LogRecorder(Recorder recorder) : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            recorder.Written.Enqueue($"record {data.FormattedMessage} {string.Join(' ', data.Attributes ?? [])}");
            data.ForEachScope((scope, written) => written.Enqueue($"record scope {string.Join(' ', scope)}"), recorder.Written);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "handled")]
        public static partial void Handled(ILogger logger);
    }
}
