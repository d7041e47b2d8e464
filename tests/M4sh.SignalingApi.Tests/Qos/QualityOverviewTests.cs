using System.Net;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Data.Qos.Sketches;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Tests.Qos;

/// <summary>Over all calls, so on a database of its own.</summary>
public sealed class QualityOverviewTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Overview_OfAdmin_CoversEverySessionOfTheLastDay()
    {
        await CreateAsync(Api.As(NewUser("host")));
        for (var i = 0; i < 2; i++)
        {
            var (session, host, _) = await StartCallAsync();
            await ReadAsync<QualityAssessment>(
                PostAsync(host, $"sessions/{session.Id}/quality/", $$"""{"rtt_ms": {{100 * (i + 1)}}, "packet_loss_pct": 0, "jitter_ms": 1}"""),
                HttpStatusCode.Created);
        }

        var overview = await ReadAsync<QualityOverview>(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/?bucket=86400"));

        Assert.Equal(TimeSpan.FromHours(24), overview.To - overview.From);
        Assert.Equal(2, overview.Samples);
        Assert.Equal(new(150, 100, 200, 100, 200, 200), overview.Overall.RttMs);
        Assert.Equal(2, overview.Series.Sum(bucket => bucket.Samples));
        Assert.Equal(1, overview.Sessions[SessionStatus.Waiting]);
        Assert.Equal(2, overview.Sessions[SessionStatus.Connecting]);
    }

    [Fact]
    public async Task Overview_Calls_CountsWhatBecameOfThem()
    {
        var hour = new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero);
        await AddSessionAsync(hour.AddMinutes(1), "physics", started: 5, connected: 6, EndReason.Hangup);
        await AddSessionAsync(hour.AddMinutes(2), "physics", started: 5, connected: 8, null);
        await AddSessionAsync(hour.AddMinutes(3), "french", started: 5, connected: null, EndReason.IceFailed);
        await AddSessionAsync(hour.AddMinutes(4), "french", started: 5, connected: null, null);
        await AddSessionAsync(hour.AddHours(1), null, started: null, connected: null, EndReason.Expired);
        await using (var db = Fixture.CreateDbContext())
        {
            // Sessions of that hour that are deleted already.
            var setup = new DDSketch();
            setup.Add(2);
            var sketch = DDSketchFormat.Write(setup);
            await db.Database.ExecuteSqlAsync($"INSERT INTO call_hours VALUES ({hour}, 'hangup', 3, 2, 1, {sketch})", Cancelled);
        }

        var query = "quality/?from=2026-03-10T10:00:00Z&to=2026-03-10T12:00:00Z&bucket=3600";
        var admin = Api.As(NewUser("admin"), admin: true);
        var overview = await ReadAsync<QualityOverview>(GetAsync(admin, $"{query}&group_by=hour"));

        var calls = overview.Calls!;
        Assert.Equal((8, 5, 3, 60), (calls.Sessions, calls.Attempted, calls.Connected, calls.SuccessPct));
        Assert.Equal((1, 3, 2), (calls.SetupSeconds!.Min, calls.SetupSeconds.Max, calls.SetupSeconds.Avg));
        Assert.Equal(new Dictionary<EndReason, long> { [EndReason.Hangup] = 4, [EndReason.IceFailed] = 1, [EndReason.Expired] = 1 }, calls.EndReasons);
        Assert.Equal([("2026-03-10T10:00:00Z", 7), ("2026-03-10T11:00:00Z", 1)], overview.Groups!.Select(group => (group.Key, group.Calls.Sessions)));
        Assert.Null(overview.Groups![1].Calls.SuccessPct);

        var lessons = await ReadAsync<QualityOverview>(GetAsync(admin, $"{query}&group_by=lesson"));
        Assert.Equal([("french", 1, 0), ("physics", 2, 2)], lessons.Groups!.Select(group => (group.Key, group.Calls.Attempted, group.Calls.Connected)));
    }

    [Fact]
    public async Task Overview_GroupedByNothing_HasNoGroups() =>
        Assert.Null((await ReadAsync<QualityOverview>(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/"))).Groups);

    [Fact]
    public async Task Overview_GroupedByAnythingElse_IsInvalidRequest() =>
        await AssertProblemAsync(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/?group_by=weather"), ErrorCodes.InvalidRequest, "group_by");

    [Fact]
    public async Task Overview_OfAUser_IsForbidden() => await AssertProblemAsync(GetAsync(Api.As(NewUser("user")), "quality/"), ErrorCodes.Forbidden);

    [Fact]
    public async Task Overview_BadQuery_IsInvalidRequest() =>
        await AssertProblemAsync(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/?bucket=x"), ErrorCodes.InvalidRequest, "bucket");

    private async Task AddSessionAsync(DateTimeOffset createdAt, string? lesson, int? started, int? connected, EndReason? ended)
    {
        await using var db = Fixture.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sessions (id, lesson_id, status, created_by, created_at, started_at, connected_at, ended_at, end_reason, metadata, host_permissions, guest_permissions)
            VALUES ({Guid.CreateVersion7(createdAt)}, {lesson}, {(ended is null ? "connecting" : "ended")}, 'ann', {createdAt},
                {(started is { } s ? createdAt.AddSeconds(s) : (DateTimeOffset?)null)}, {(connected is { } c ? createdAt.AddSeconds(c) : (DateTimeOffset?)null)},
                {(ended is null ? (DateTimeOffset?)null : createdAt.AddMinutes(30))}, {(ended is { } reason ? SnakeCase.Write(reason) : null)}, jsonb_build_object(), ARRAY[]::text[], ARRAY[]::text[])
            """, Cancelled);
    }
}
