using System.Globalization;
using M4sh.Contracts.Qos.Issues;
using M4sh.Data;
using M4sh.Data.Issues;
using M4sh.Data.Qos;
using M4sh.QosWorker.Issues;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Tests.Issues;

public sealed class IssueCycleTests(PostgresServer postgres)
{
    // In the recordings it is noon sharp.
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("packet_loss")]
    [InlineData("no_media")]
    [InlineData("ice_failed")]
    [InlineData("reconnects")]
    public async Task Cycle_RecordedCall_StoresItsIssues(string name)
    {
        var recording = Recording.Read(name);
        await using var worker = await StartAsync(recording);

        var result = await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);

        Assert.Equal(new(1, recording.Issues.Count), result);
        Assert.Equal(
            recording.Issues.Select(issue => issue.ToJsonString()),
            (await IssuesAsync(worker)).Select((issue, i) => Recording.Describe(issue, recording.Issues[i])));
    }

    [Fact]
    public async Task Cycle_NothingNew_ChangesNothing()
    {
        await using var worker = await StartAsync(Recording.Read("packet_loss"));
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);
        var before = await RowsAsync(worker);

        Assert.Equal(new(0, 0), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));
        worker.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new(1, 0), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));

        Assert.Equal(before, await RowsAsync(worker));
    }

    [Fact]
    public async Task Cycle_RunningCall_RaisesAndThenEndsTheSameIssue()
    {
        var recording = Recording.Read("goes_on");
        await using var worker = await StartAsync(recording);
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);
        var raised = Assert.Single(await IssuesAsync(worker));
        Assert.Null(raised.EndedAt);
        var id = await worker.ScalarAsync<long>("SELECT id FROM qos_issues");

        await worker.InsertAsync([.. Enumerable.Range(13, 4).SelectMany(i => recording.Call.Samples.Take(4)
            .Select(sample => new QosRow(Ids.Session, "ada", Start.AddSeconds(5 * i), sample.Sample)))]);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new(1, 0), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));

        Assert.Equal(Start.AddSeconds(65), Assert.Single(await IssuesAsync(worker)).EndedAt);
        Assert.Equal(id, await worker.ScalarAsync<long>("SELECT id FROM qos_issues"));
    }

    [Fact]
    public async Task Cycle_LateSamples_AmendTheIssueOrTakeItBack()
    {
        var recording = Recording.Read("high_rtt");
        await using var worker = await StartAsync(recording);
        await worker.ExecuteAsync($"DELETE FROM qos_samples WHERE user_id = 'bob' AND recorded_at >= '{Start.AddSeconds(25):O}' AND recorded_at < '{Start.AddSeconds(50):O}'");
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);
        Assert.Empty(await IssuesAsync(worker));

        await worker.InsertAsync([.. recording.Call.Samples.Where(sample => sample.UserId == "bob" && sample.At > Start.AddSeconds(20) && sample.At < Start.AddSeconds(50))
            .Select(sample => new QosRow(Ids.Session, "bob", sample.At, sample.Sample))]);
        worker.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, (await worker.Get<IssueCycle>().RunCycleAsync(Cancelled)).Issues);
        Assert.Equal((Start.AddSeconds(20), 16), (Assert.Single(await IssuesAsync(worker)) is var issue ? (issue.StartedAt, issue.Evidence.Samples) : default));

        // What it stood on is gone: erased, for example.
        await worker.ExecuteAsync("DELETE FROM qos_samples WHERE user_id = 'bob'");
        worker.Time.Advance(TimeSpan.FromMinutes(2));
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);
        Assert.Empty(await IssuesAsync(worker));
    }

    [Fact]
    public async Task Cycle_SeveralWorkersAtOnce_StoreEachIssueOnce()
    {
        await using var first = await StartAsync(Recording.Read("no_media"));
        await using var second = first.Another();
        await using var third = first.Another();
        for (var i = 0; i < 10; i++)
            await InsertCallAsync(first, Recording.Read("relay_only"), Guid.CreateVersion7(Start.AddMilliseconds(i)));

        var results = await Task.WhenAll(new[] { first, second, third }.Select(worker => worker.Get<IssueCycle>().RunCycleAsync(Cancelled)));
        var rest = await first.Get<IssueCycle>().RunCycleAsync(Cancelled);

        Assert.Equal(11, results.Append(rest).Sum(result => result.Sessions));
        Assert.Equal(3 + (10 * 2), results.Append(rest).Sum(result => result.Issues));
        Assert.Equal(3 + (10 * 2), await first.ScalarAsync<long>("SELECT count(*) FROM qos_issues"));
    }

    [Fact]
    public async Task Cycle_BatchSmallerThanTheWork_DoesItAll()
    {
        await using var worker = await StartAsync(Recording.Read("jitter"), new KeyValuePair<string, string?>("Qos:IssueSearch:BatchSize", "2"));
        for (var i = 0; i < 4; i++)
            await InsertCallAsync(worker, Recording.Read("ice_failed"), Guid.CreateVersion7(Start.AddMilliseconds(i)));

        Assert.Equal(new(5, 10), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));
    }

    [Fact]
    public async Task Cycle_SessionLongOver_IsSearchedOnceAndLeftAlone()
    {
        await using var worker = await StartAsync(Recording.Read("jitter"));
        worker.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(new(1, 2), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));
        worker.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new(0, 0), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));
    }

    [Fact]
    public async Task Cycle_AfterADayWithoutAWorker_SearchesAllWhoseSamplesAreKept()
    {
        await using var worker = await StartAsync(Recording.Read("jitter"));
        var gone = Guid.CreateVersion7(Start.AddMilliseconds(1));
        await InsertCallAsync(worker, Recording.Read("jitter"), gone);
        await worker.ExecuteAsync($"UPDATE sessions SET ended_at = ended_at - interval '1 day' WHERE id = '{gone}'");
        await worker.UseDbAsync(async db =>
        {
            await QosTiers.ShortenAsync(db, QosTier.Raw, new(Start.UtcDateTime.Date, TimeSpan.Zero), Cancelled);
            return 0;
        });
        worker.Time.Advance(TimeSpan.FromHours(26));

        Assert.Equal(new(1, 2), await worker.Get<IssueCycle>().RunCycleAsync(Cancelled));
        Assert.Equal(2, await worker.ScalarAsync<long>($"SELECT count(*) FROM qos_issues WHERE session_id = '{Ids.Session}'"));
    }

    [Fact]
    public async Task Erase_UserOfACallThatIsSearchedAgain_KeepsWhatWasFoundOfTheOther()
    {
        await using var worker = await StartAsync(Recording.Read("no_media"));
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);
        var before = (await IssuesAsync(worker)).Select(issue => (issue.Type, issue.StartedAt)).ToList();
        var other = (await IssuesAsync(worker)).Select(issue => issue.UserId).First(user => user is not null) == "ada" ? "bob" : "ada";

        await worker.UseDbAsync(async db =>
        {
            await new UserErasure(db).EraseAsync(other, "somebody", Cancelled);
            return 0;
        });
        worker.Time.Advance(TimeSpan.FromMinutes(2));
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);

        Assert.Equal(before, (await IssuesAsync(worker)).Select(issue => (issue.Type, issue.StartedAt)));
    }

    [Fact]
    public async Task Erase_User_LeavesItsIssuesToNobodyKnown()
    {
        await using var worker = await StartAsync(Recording.Read("high_rtt"));
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);

        await worker.UseDbAsync(async db =>
        {
            await new UserErasure(db).EraseAsync("bob", "somebody", Cancelled);
            return 0;
        });
        worker.Time.Advance(TimeSpan.FromMinutes(2));
        await worker.Get<IssueCycle>().RunCycleAsync(Cancelled);

        Assert.Equal("somebody", Assert.Single(await IssuesAsync(worker)).UserId);
    }

    [Fact]
    public async Task Options_ThresholdsOfTheWrongOrder_StopTheStart()
    {
        await using var worker = await StartAsync(Recording.Read("ice_failed"), new KeyValuePair<string, string?>("Qos:Issues:Jitter:Clear", "40"));
        var failure = Assert.Throws<OptionsValidationException>(() => worker.Get<IOptions<IssueOptions>>().Value);
        Assert.Contains("Qos:Issues:Jitter", failure.Message, StringComparison.Ordinal);
    }

    private async Task<Worker> StartAsync(Recording recording, params KeyValuePair<string, string?>[] settings)
    {
        var worker = await Worker.CreateAsync(postgres, settings: settings);
        worker.Time.SetUtcNow(recording.Call.Events.Max(@event => @event.At).AddMinutes(1));
        await InsertCallAsync(worker, recording, Ids.Session);
        return worker;
    }

    private static async Task InsertCallAsync(Worker worker, Recording recording, Guid id)
    {
        var ended = recording.Call.Events.SingleOrDefault(@event => @event.Type == "ended");
        var end = ended is null ? "NULL" : $"'{ended.At:O}'";
        await worker.ExecuteAsync(
            $$"""
            INSERT INTO sessions (id, status, created_by, created_at, started_at, ended_at, metadata, host_permissions, guest_permissions)
            VALUES ('{{id}}', '{{(ended is null ? "connected" : "ended")}}', 'ada', '{{Start:O}}', '{{Start.AddSeconds(1):O}}', {{end}}, '{}', '{audio,video}', '{audio,video}');
            INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at, left_at)
            VALUES ('{{id}}', 'ada', 1, 'host', 'closed', false, false, '{{Start:O}}', {{end}}), ('{{id}}', 'bob', 2, 'guest', 'closed', false, false, '{{Start:O}}', {{end}})
            """);
        foreach (var @event in recording.Call.Events)
        {
            await worker.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO session_events (session_id, at, type, user_id, replica, data) VALUES ('{id}', '{@event.At:O}', '{@event.Type}', {Quote(@event.UserId)}, 'r', {Quote(@event.Data?.GetRawText())}::jsonb)"));
        }

        await worker.InsertAsync([.. recording.Call.Samples.Select(sample => new QosRow(id, sample.UserId, sample.At, sample.Sample))]);
    }

    private static string Quote(string? text) => text is null ? "NULL" : $"'{text}'";

    private static Task<List<CallIssue>> IssuesAsync(Worker worker) => worker.UseDbAsync(async db => (await db.Issues.AsNoTracking()
        .OrderBy(issue => issue.StartedAt).ToListAsync(Cancelled)).Select(issue => issue.ToContract())
        .OrderBy(issue => issue.StartedAt).ThenBy(issue => issue.Type).ToList());

    private static Task<string> RowsAsync(Worker worker) => worker.ScalarAsync<string>("SELECT jsonb_agg(to_jsonb(issue) || jsonb_build_object('xmin', xmin::text) ORDER BY id)::text FROM qos_issues issue");
}
