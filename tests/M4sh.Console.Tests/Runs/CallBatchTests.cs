using System.Net;
using M4sh.Console.Calls;
using M4sh.Console.Runs;
using M4sh.Console.Tests.Fakes;

namespace M4sh.Console.Tests.Runs;

public sealed class CallBatchTests
{
    // A call is over as soon as it is up.
    private static readonly CallPlan AtOnce = new() { Duration = TimeSpan.Zero };

    private readonly CallWorld _world = new();

    [Fact]
    public async Task Run_ThreeCalls_AreMadeOneAfterTheOtherAndKept()
    {
        await using var batch = NewBatch(AtOnce, 3);

        await batch.RunAsync().WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(BatchState.Completed, batch.State);
        Assert.Equal(3, batch.Done.Count);

        // The clock stands still: their ids are of one moment, in no order.
        Assert.Equal(batch.Done.Select(run => run.Id).Order(), _world.Store.Runs.Select(run => run.Id));
        Assert.All(_world.Store.Runs, run => Assert.Equal((batch.Id, "nightly", (Guid?)FakeApi.SessionId), (run.BatchId, run.Note, run.SessionId)));
        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
    }

    [Fact]
    public async Task Run_CallsFail_GoesOnAndTellsWhy()
    {
        _world.Api.Refuse("POST /api/v1/webrtc/sessions/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        await using var batch = NewBatch(AtOnce, 2);

        await batch.RunAsync().WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(BatchState.Completed, batch.State);
        Assert.Equal([(false, "unavailable"), (false, "unavailable")], batch.Done.Select(run => (run.Passed, run.Problem)));
    }

    [Fact]
    public async Task Cancel_ACallGoesOn_HangsUpAndMakesNoMore()
    {
        await using var batch = NewBatch(new(), 5);
        var running = batch.RunAsync();
        await CallWorld.WhenAsync(batch.Current!, () => batch.Current!.Status == CallStatus.Connected);

        await batch.CancelAsync().WaitAsync(TestContext.Current.CancellationToken);

        await running;
        Assert.Equal(BatchState.Cancelled, batch.State);
        Assert.Single(batch.Done);
        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
    }

    [Fact]
    public async Task Run_StoreAway_GoesOnAndTells()
    {
        _world.Store.IsAway = true;
        await using var batch = NewBatch(AtOnce, 2);

        await batch.RunAsync().WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((BatchState.Completed, 2), (batch.State, batch.Done.Count));
        Assert.Equal(FakeTestRunStore.Away, batch.NotKept);
    }

    private CallBatch NewBatch(CallPlan plan, int count) => new(_world.Context, _world.Browser, new(plan, count, "nightly"));
}
