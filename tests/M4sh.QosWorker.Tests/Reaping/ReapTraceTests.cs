using System.Diagnostics;
using System.Threading.Channels;
using M4sh.QosWorker.Reaping;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Startup;
using M4sh.QosWorker.Tests.ServiceDefaults;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Microsoft.Extensions.Hosting;

namespace M4sh.QosWorker.Tests.Reaping;

/// <summary>What the worker's spans tell.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class ReapTraceTests(PostgresServer postgres)
{
    private static readonly ActivityContext Call =
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cycle_ReapsASession_IsInItsTraceAndLinkedToTheCycle()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.ExecuteAsync(
            $$"""
            INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions, trace_parent)
            VALUES ('{{Ids.Session}}', 'waiting', 'ada', '2026-03-01', '{}', '{}', '{}', '00-{{Call.TraceId}}-{{Call.SpanId}}-01')
            """);
        var spans = Channel.CreateUnbounded<Activity>();
        using var listener = Listen(spans.Writer);

        await RunAsync(worker.Get<ReapCycle>(), worker);

        var reap = await NextAsync(spans.Reader, "session reap");
        var cycle = await NextAsync(spans.Reader, nameof(ReapCycle));
        Assert.Equal((Call.TraceId, Call.SpanId), (reap.TraceId, reap.ParentSpanId));
        Assert.Equal(Ids.Session.ToString(), reap.GetTagItem("m4sh.session.id"));
        Assert.Equal(cycle.Context, Assert.Single(reap.Links).Context);
        Assert.Equal((0, 1), (cycle.GetTagItem("m4sh.sessions.abandoned"), cycle.GetTagItem("m4sh.sessions.expired")));
    }

    [Fact]
    public async Task Cycle_RollsUp_CountsTheSamples()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddMinutes(-2));
        await worker.InsertAsync(Ids.OtherSession, "bob", Worker.Noon.AddMinutes(-2));
        var spans = Channel.CreateUnbounded<Activity>();
        using var listener = Listen(spans.Writer);

        await RunAsync(worker.Get<RollupCycle>(), worker);

        Assert.Equal(2L, (await NextAsync(spans.Reader, nameof(RollupCycle))).GetTagItem("m4sh.rollup.samples"));
    }

    private static async Task RunAsync(BackgroundService cycle, Worker worker)
    {
        worker.Get<StartupState>().SetReady();
        await cycle.StartAsync(Cancelled);
    }

    private static async Task<Activity> NextAsync(ChannelReader<Activity> spans, string name)
    {
        var span = await spans.ReadAsync(Cancelled);
        return span.OperationName == name ? span : await NextAsync(spans, name);
    }

    private static ActivityListener Listen(ChannelWriter<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkerTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.TryWrite(span),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
