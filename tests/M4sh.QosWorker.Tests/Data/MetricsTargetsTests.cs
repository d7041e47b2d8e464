using M4sh.Data.Metrics;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;

namespace M4sh.QosWorker.Tests.Data;

public sealed class MetricsTargetsTests(PostgresServer postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Announced_AreThereOnceByTheirAddress()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AnnounceAsync(worker, "a:1", "api-1");
        await AnnounceAsync(worker, "a:2", "api-2");
        await AnnounceAsync(worker, "a:1", "api-3");

        Assert.Equal([("a:1", "api-3"), ("a:2", "api-2")], await ListAsync(worker));
    }

    [Fact]
    public async Task List_WithdrawnOrSilent_AreGone()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AnnounceAsync(worker, "a:1", "api-1");
        await AnnounceAsync(worker, "a:2", "api-2");
        await AnnounceAsync(worker, "a:3", "api-3");
        await worker.ExecuteAsync("UPDATE metrics_targets SET seen_at = now() - interval '61 seconds' WHERE address = 'a:2'");

        await WithdrawAsync(worker, "a:1", "api-1");
        await WithdrawAsync(worker, "a:3", "its-predecessor");

        Assert.Equal([("a:3", "api-3")], await ListAsync(worker));
    }

    private static Task<int> AnnounceAsync(Worker worker, string address, string replica) => worker.UseDbAsync(async db =>
    {
        await MetricsTargets.AnnounceAsync(db, address, "http", "api", replica, Cancelled);
        return 0;
    });

    private static Task<int> WithdrawAsync(Worker worker, string address, string replica) => worker.UseDbAsync(async db =>
    {
        await MetricsTargets.WithdrawAsync(db, address, replica, Cancelled);
        return 0;
    });

    private static Task<List<(string, string)>> ListAsync(Worker worker) => worker.UseDbAsync(async db =>
        (await MetricsTargets.ListAsync(db, Cancelled)).Select(target => (target.Address, target.Replica)).ToList());
}
