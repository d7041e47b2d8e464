using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace M4sh.SignalingApi.Tests.Telemetry;

/// <summary>Keeps what would be exported, and is as an exporter in that spans are made for it.</summary>
internal sealed class RecordedSpans : BaseProcessor<Activity>
{
    private readonly SemaphoreSlim _ended = new(0);

    public ConcurrentQueue<Activity> All { get; } = new();

    public void Record(IServiceCollection services) => services.ConfigureOpenTelemetryTracerProvider(
        tracing => tracing.SetSampler(new ParentBasedSampler(new AlwaysOnSampler())).AddProcessor(this));

    public IEnumerable<Activity> In(ActivityTraceId trace) => All.Where(span => span.TraceId == trace);

    public override void OnEnd(Activity data)
    {
        // What is not sampled is processed too, and exporters leave it out.
        if (!data.Recorded)
            return;

        All.Enqueue(data);
        _ended.Release();
    }

    /// <summary>The first span of that kind that has ended, or will.</summary>
    public async Task<Activity> FindAsync(Func<Activity, bool> predicate, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (All.FirstOrDefault(predicate) is { } span)
                return span;

            await _ended.WaitAsync(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _ended.Dispose();
        base.Dispose(disposing);
    }
}
