using System.Diagnostics.Metrics;
using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Tests.Support;
using M4sh.ServiceDefaults;
using M4sh.TestSupport;

namespace M4sh.QosWorker.Tests.Rollup;

public sealed class RollupLagCycleTests(PostgresServer postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunCycle_SamplesWait_TellsTheAgeOfTheOldestUntilTheyAreRolledUp()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        Assert.Empty(Observe(worker));
        Assert.Equal(TimeSpan.Zero, await RunAsync(worker));
        await worker.InsertAsync(Row(Ids.Session, Worker.Noon.AddSeconds(-20)));
        await worker.InsertAsync(Row(Ids.OtherSession, Worker.Noon.AddSeconds(-30)));
        await worker.InsertAsync(Row(Ids.Session, Worker.Noon.AddSeconds(-10)));

        Assert.Equal(TimeSpan.FromSeconds(30), await RunAsync(worker));
        worker.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(35), await RunAsync(worker));
        Assert.Equal([35], Observe(worker));

        await worker.Get<RollupCycle>().RunCycleAsync(Cancelled);
        Assert.Equal(TimeSpan.Zero, await RunAsync(worker));
        Assert.Equal([0], Observe(worker));
    }

    [Fact]
    public async Task RunCycle_SampleOfTheFuture_IsNoLag()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Row(Ids.Session, Worker.Noon.AddSeconds(20)));

        Assert.Equal(TimeSpan.Zero, await RunAsync(worker));
    }

    [Fact]
    public async Task RunCycle_Fails_TellsNoNumberRatherThanAnOldOne()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await RunAsync(worker);
        await worker.ExecuteAsync("ALTER TABLE qos_rollup_shards RENAME TO away");

        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(worker));

        Assert.Empty(Observe(worker));
    }

    private static Task<TimeSpan> RunAsync(Worker worker) => worker.Get<RollupLagCycle>().RunCycleAsync(Cancelled);

    private static QosRow Row(Guid session, DateTimeOffset at) => new(session, "ada", at, new QosSample { RttMs = 10, PacketLossPct = 0, JitterMs = 1 });

    private static List<double> Observe(Worker worker)
    {
        var observed = new List<double>();
        var factory = worker.Get<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == WebRtcInstruments.QosRollupLag && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => observed.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return observed;
    }
}
