using M4sh.Data.Qos;
using M4sh.QosWorker.Partitions;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Npgsql;

namespace M4sh.QosWorker.Tests.Partitions;

public sealed class PartitionCycleTests(PostgresServer postgres)
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    [Fact]
    public async Task RunCycle_AfterTheStart_HasYesterdayToAWeekAhead()
    {
        await using var worker = await Worker.CreateAsync(postgres);

        Assert.Equal(0, await RunAsync(worker));
        Assert.Equal(
            Enumerable.Range(-1, 9).Select(day => new QosPartition(QosPartitions.Samples, Today.AddDays(day), QosPartitionState.Attached)),
            await worker.PartitionsAsync());
    }

    [Fact]
    public async Task RunCycle_TwoDaysOn_MakesTwoMore()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        worker.Time.Advance(TimeSpan.FromDays(2));

        // Of samples and of minutes.
        Assert.Equal(2 * 2, await RunAsync(worker));
        Assert.Equal(Today.AddDays(9), (await worker.PartitionsAsync())[^1].Day);
    }

    [Fact]
    public async Task RunCycle_SeveralWorkersAtOnce_MakesEachOnce()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await using var other = worker.Another();
        worker.Time.Advance(TimeSpan.FromDays(5));

        await Task.WhenAll(RunAsync(worker), RunAsync(other));

        Assert.Equal(14, (await worker.PartitionsAsync()).Count);
    }

    [Fact]
    public async Task Samples_AtBothEndsOfADay_AreTaken()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var midnight = new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

        await worker.InsertAsync(Ids.Session, "ada", midnight);
        await worker.InsertAsync(Ids.Session, "ada", midnight.AddMicroseconds(-1));

        Assert.Equal(1, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_samples_20260309"));
        Assert.Equal(1, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_samples_20260310"));
    }

    [Fact]
    public async Task Samples_ResentWithIdAndTime_AreStoredOnce()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var row = new QosRow(Ids.Session, "ada", Worker.Noon, new() { Id = "s-1", RttMs = 1, PacketLossPct = 0, JitterMs = 0 });

        await worker.InsertAsync(row);
        await worker.InsertAsync(row, row with { UserId = "bob" });

        Assert.Equal(2, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_samples"));
    }

    [Fact]
    public async Task Samples_OfADayWithoutPartition_AreRefused()
    {
        await using var worker = await Worker.CreateAsync(postgres);

        var exception = await Assert.ThrowsAsync<PostgresException>(() => worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(30)));

        Assert.Equal(PostgresErrorCodes.CheckViolation, exception.SqlState);
    }

    private static Task<int> RunAsync(Worker worker) => worker.Get<PartitionCycle>().RunCycleAsync(TestContext.Current.CancellationToken);
}
