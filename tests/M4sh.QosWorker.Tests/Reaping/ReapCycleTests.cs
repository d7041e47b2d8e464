using M4sh.QosWorker.Reaping;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;

namespace M4sh.QosWorker.Tests.Reaping;

public sealed class ReapCycleTests(PostgresServer postgres)
{
    private const string Node = "replica-1";

    private static readonly ReapResult Nothing = new(0, 0);
    private static readonly ReapResult OneAbandoned = new(1, 0);
    private static readonly ReapResult OneExpired = new(0, 1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunCycle_BothGoneForTheGrace_AbandonsWithEventAndPlacesGivenUp()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddCallAsync(worker, "connected");
        await AddParticipantAsync(worker, 1, Gone(0));
        await AddParticipantAsync(worker, 2, Gone(10));

        await AdvanceAsync(worker, 35, Nothing);
        await AdvanceAsync(worker, 6, OneAbandoned);
        await AdvanceAsync(worker, 60, Nothing);

        Assert.Equal("ended abandoned 2026-03-10 12:01:11+00", await worker.ScalarAsync<string>(
            "SELECT status || ' ' || end_reason || ' ' || (ended_at AT TIME ZONE 'UTC')::text || '+00' FROM sessions"));
        Assert.Equal("ended abandoned", await worker.ScalarAsync<string>("SELECT type || ' ' || (data ->> 'reason') FROM session_events"));
        Assert.Equal(2, await worker.ScalarAsync<long>(
            "SELECT count(*) FROM participants JOIN sessions ON id = session_id WHERE left_at = ended_at AND connection_state = 'closed'"));
    }

    [Fact]
    public async Task RunCycle_OneStillThere_LeavesTheCall()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await BeatAsync(worker);
        await AddCallAsync(worker, "connected");
        await AddParticipantAsync(worker, 1, Gone(0));
        await AddParticipantAsync(worker, 2, There);

        await BeatForAsync(worker, 120, Nothing);
    }

    [Fact]
    public async Task RunCycle_TheOnlyOneThereLeftTheOther_AbandonsOnceItIsGoneToo()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddCallAsync(worker, "connected");
        await AddParticipantAsync(worker, 1, $"{There}, left_at = '{Worker.Noon:O}'");
        await AddParticipantAsync(worker, 2, Gone(0));

        await AdvanceAsync(worker, 31, OneAbandoned);
    }

    [Fact]
    public async Task RunCycle_NeverConnected_AbandonsAfterTenMinutes()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddCallAsync(worker, "connecting");
        await AddParticipantAsync(worker, 1, Gone(0));
        await AddParticipantAsync(worker, 2, "signaling_node = NULL");

        await AdvanceAsync(worker, 599, Nothing);
        await AdvanceAsync(worker, 2, OneAbandoned);
    }

    [Fact]
    public async Task RunCycle_EveryReplicaDied_AbandonsAfterTheGrace()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await BeatAsync(worker);
        await AddCallAsync(worker, "connected");
        await AddParticipantAsync(worker, 1, There);
        await AddParticipantAsync(worker, 2, There);

        await BeatForAsync(worker, 60, Nothing);
        for (var seconds = 0; seconds < 25; seconds += 5)
            await AdvanceAsync(worker, 5, Nothing);
        await AdvanceAsync(worker, 10, OneAbandoned);
    }

    [Fact]
    public async Task RunCycle_DatabaseWasAwayForBoth_LeavesLivingCalls()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await BeatAsync(worker);
        await AddCallAsync(worker, "connected");
        await AddParticipantAsync(worker, 1, There);
        await BeatForAsync(worker, 60, Nothing);

        // Neither could the node beat, nor this worker look.
        await AdvanceAsync(worker, 300, Nothing);
        await BeatForAsync(worker, 60, Nothing);
    }

    [Fact]
    public async Task RunCycle_WaitsAloneAndGone_ExpiresAfterADay()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddCallAsync(worker, "waiting");
        await AddParticipantAsync(worker, 1, Gone(0));

        await AdvanceAsync(worker, 24 * 3600, Nothing);
        await AdvanceAsync(worker, 1, OneExpired);
    }

    [Fact]
    public async Task RunCycle_LivingCallOfEightHours_Expires()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await BeatAsync(worker);
        await AddCallAsync(worker, "connected");
        await AddParticipantAsync(worker, 1, There);

        worker.Time.Advance(TimeSpan.FromHours(8));
        await BeatAsync(worker);
        await AdvanceAsync(worker, 0, Nothing);
        await BeatAsync(worker);
        await AdvanceAsync(worker, 1, OneExpired);
        Assert.Equal("expired", await worker.ScalarAsync<string>("SELECT end_reason FROM sessions"));
    }

    [Fact]
    public async Task RunCycle_ThreeWorkersAtOnce_ReapEachSessionOnce()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Sessions:ReapBatchSize", "7"));
        await using var second = worker.Another();
        await using var third = worker.Another();
        await worker.ExecuteAsync(
            """
            INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
            SELECT gen_random_uuid(), 'waiting', 'ada', '2026-03-01', '{}', '{}', '{}' FROM generate_series(1, 40)
            """);

        var results = await Task.WhenAll(RunAsync(worker), RunAsync(second), RunAsync(third));

        Assert.Equal(40, results.Sum(result => result.Expired));
        Assert.Equal(40, await worker.ScalarAsync<long>("SELECT count(*) FROM session_events WHERE type = 'ended'"));
        Assert.Equal(0, await worker.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE ended_at IS NULL"));
    }

    [Fact]
    public async Task RunCycle_SessionHeldByARequest_LeavesItForNextTime()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddCallAsync(worker, "waiting");
        worker.Time.Advance(TimeSpan.FromDays(2));
        await using (var request = await worker.ConnectAsync())
        {
            await using var transaction = await request.BeginTransactionAsync(Cancelled);
            await using var hold = new Npgsql.NpgsqlCommand("SELECT FROM sessions FOR UPDATE", request, transaction);
            await hold.ExecuteNonQueryAsync(Cancelled);

            Assert.Equal(Nothing, await RunAsync(worker));
        }

        Assert.Equal(OneExpired, await RunAsync(worker));
    }

    [Fact]
    public async Task RunCycle_NodeNotSeenForADay_ForgetsIt()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await BeatAsync(worker);
        worker.Time.Advance(TimeSpan.FromHours(25));

        await RunAsync(worker);

        Assert.Equal(0, await worker.ScalarAsync<long>("SELECT count(*) FROM signaling_nodes"));
    }

    private static string There => $"signaling_node = '{Node}', signaling_connection = 'c', signaling_at = '{Worker.Noon:O}'";

    private static string Gone(int seconds) => $"{There}, signaling_gone_at = '{Worker.Noon.AddSeconds(seconds):O}'";

    private static Task<ReapResult> RunAsync(Worker worker) => worker.Get<ReapCycle>().RunCycleAsync(Cancelled);

    private static async Task AdvanceAsync(Worker worker, int seconds, ReapResult expected)
    {
        worker.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(expected, await RunAsync(worker));
    }

    private static async Task BeatForAsync(Worker worker, int seconds, ReapResult expected)
    {
        for (var passed = 0; passed < seconds; passed += 5)
        {
            await BeatAsync(worker);
            await AdvanceAsync(worker, 5, expected);
        }
    }

    private static Task<int> BeatAsync(Worker worker) => worker.ExecuteAsync(
        $"""
        INSERT INTO signaling_nodes (id, beats, seen_at) VALUES ('{Node}', 1, '{worker.Time.GetUtcNow():O}')
        ON CONFLICT (id) DO UPDATE SET beats = signaling_nodes.beats + 1, seen_at = excluded.seen_at
        """);

    private static Task<int> AddCallAsync(Worker worker, string status) => worker.ExecuteAsync(
        $$"""
        INSERT INTO sessions (id, status, created_by, created_at, started_at, metadata, host_permissions, guest_permissions)
        VALUES ('{{Ids.Session}}', '{{status}}', 'ada', '{{Worker.Noon:O}}', {{(status == "waiting" ? "NULL" : $"'{Worker.Noon:O}'")}}, '{}', '{}', '{}')
        """);

    private static Task<int> AddParticipantAsync(Worker worker, int place, string set) => worker.ExecuteAsync(
        $"""
        INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at)
        VALUES ('{Ids.Session}', 'user-{place}', {place}, 'guest', 'new', false, false, '{Worker.Noon:O}');
        UPDATE participants SET {set} WHERE user_id = 'user-{place}'
        """);
}
