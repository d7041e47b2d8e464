using M4sh.QosWorker.Sessions;
using M4sh.QosWorker.Tests.Support;
using M4sh.ServiceDefaults;
using M4sh.TestSupport;
using System.Diagnostics.Metrics;

namespace M4sh.QosWorker.Tests.Sessions;

public sealed class ActiveSessionsCycleTests(PostgresServer postgres)
{
    [Fact]
    public async Task RunCycle_OpenAndEndedSessions_CountsTheOpen()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var cycle = worker.Get<ActiveSessionsCycle>();
        Assert.Empty(Observe(worker));
        await worker.ExecuteAsync(
            """
            INSERT INTO sessions (id, status, created_by, created_at, ended_at, metadata, host_permissions, guest_permissions)
            SELECT gen_random_uuid(), CASE WHEN i > 3 THEN 'ended' ELSE 'waiting' END, 'ada', now(), CASE WHEN i > 3 THEN now() END, '{}', '{}', '{}'
            FROM generate_series(1, 5) i
            """);

        Assert.Equal(3, await cycle.RunCycleAsync(TestContext.Current.CancellationToken));
        Assert.Equal([3], Observe(worker));
    }

    [Fact]
    public async Task RunCycle_Fails_TellsNoNumberRatherThanAnOldOne()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var cycle = worker.Get<ActiveSessionsCycle>();
        await cycle.RunCycleAsync(TestContext.Current.CancellationToken);
        await worker.ExecuteAsync("ALTER TABLE sessions RENAME TO away");

        await Assert.ThrowsAnyAsync<Exception>(() => cycle.RunCycleAsync(TestContext.Current.CancellationToken));

        Assert.Empty(Observe(worker));
    }

    private static List<long> Observe(Worker worker)
    {
        var observed = new List<long>();
        var factory = worker.Get<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == WebRtcInstruments.SessionsActive && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => observed.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return observed;
    }
}
