using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using M4sh.Client;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Qos.Report;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Reports;

public sealed class ReportTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Report_CallThatEndedJustNow_IsComplete()
    {
        var (session, host, guest) = await BadCallAsync();

        var report = await ReadAsync<CallReport>(GetAsync(host, $"sessions/{session.Id}/report/"));

        Assert.Equal((session.Id, SessionStatus.Ended, EndReason.Hangup), (report.Session.Id, report.Session.Status, report.Session.EndReason));
        var (own, other) = (session.Participants[0].UserId, session.Participants[1].UserId);
        Assert.Equal([own, other], report.Peers.Select(peer => peer.UserId));
        Assert.Equal((4, 1, 5), (report.Peers[0].Quality.Samples, report.Peers[1].Quality.Samples, report.Overall.Samples));
        Assert.Equal(new(350, 350, 350, 350, 350, 350), report.Peers[0].Quality.RttMs);
        Assert.Equal(QualityScore.Mos(350, 0, 5), report.Peers[0].Quality.Mos);
        Assert.Equal(QualityScore.Mos(50, 0, 5), report.Peers[1].Quality.MosP95);
        Assert.True(report.DurationSeconds >= 0);
        Assert.Null(report.SetupSeconds);
        var issue = Assert.Single(report.Issues);
        Assert.Equal((IssueType.HighRtt, IssueSeverity.Warning, own, 4L), (issue.Type, issue.Severity, issue.UserId, issue.Evidence.Samples));
        Assert.Equal(report.Timeline.First(@event => @event.Type == "left").At, issue.EndedAt);
        string[] expected = ["created", "joined", "joined", "connecting", "left", "left", "ended"];
        Assert.Equal(expected, report.Timeline.Select(@event => @event.Type).Where(type => !type.StartsWith("issue", StringComparison.Ordinal) && !type.StartsWith("ice", StringComparison.Ordinal)));
        Assert.Equal(issue.StartedAt, Assert.Single(report.Timeline, @event => @event.Type == "issue_raised").At);
        Assert.Equal(report.Issues, (await ReadAsync<CallReport>(GetAsync(guest, $"sessions/{session.Id}/report/?format=json"))).Issues, IssueComparer);
    }

    [Fact]
    public async Task Report_RunningCall_TellsWhatThereIs()
    {
        var (session, host, _) = await StartCallAsync();

        var report = await ReadAsync<CallReport>(GetAsync(host, $"sessions/{session.Id}/report"));

        Assert.Equal((SessionStatus.Connecting, 0L, null), (report.Session.Status, report.Overall.Samples, report.Overall.Mos));
        Assert.Empty(report.Issues);
    }

    [Fact]
    public async Task Report_AlreadySearchedToTheEnd_HasTheStoredIssues()
    {
        var (session, host, _) = await BadCallAsync();
        await using (var db = Fixture.CreateDbContext())
        {
            var endedAt = session.CreatedAt.AddDays(1);
            db.IssueScans.Add(new() { SessionId = session.Id, ScannedAt = endedAt });
            db.Issues.Add(new()
            {
                SessionId = session.Id,
                Type = IssueType.Jitter,
                StartedAt = session.CreatedAt,
                Replica = "worker-1",
                Evidence = System.Text.Json.JsonSerializer.SerializeToElement(new { metric = "jitter_ms", threshold = 30, samples = 3, avg = 40, worst = 50 }),
            });
            await db.SaveChangesAsync(Cancelled);
        }

        var report = await ReadAsync<CallReport>(GetAsync(host, $"sessions/{session.Id}/report/"));
        var timeline = await ReadAsync<SessionTimeline>(GetAsync(host, $"sessions/{session.Id}/events/"));

        Assert.Equal(IssueType.Jitter, Assert.Single(report.Issues).Type);
        var raised = Assert.Single(timeline.Items, @event => @event.Type == "issue_raised");
        Assert.Equal(("worker-1", "jitter"), (raised.Replica, raised.Data!.Value.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Report_AsPage_IsSelfContainedAndEncodesWhatUsersSay()
    {
        const string Evil = "<script>alert('1')</script>\"&";
        var host = Api.As(NewUser("<b>host</b>"));
        var session = await CreateAsync(host, new JsonObject { ["lesson_id"] = $"{Evil}{Guid.CreateVersion7()}" });
        await ReadAsync<JoinSessionResponse>(PostAsync(host, $"sessions/{session.Id}/join/", new JsonObject { ["display_name"] = Evil }.ToJsonString()));
        await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/", new JsonObject { ["reason"] = Evil }.ToJsonString()));

        using var response = await GetAsync(host, $"sessions/{session.Id}/report/?format=html");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var page = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>host", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode("<script>alert("), page, StringComparison.Ordinal);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));

        // The style is the one that the policy lets in.
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style))), policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_AsCsv_HasEveryFactAndNoFormulas()
    {
        var host = Api.As(NewUser("=HYPERLINK(\"http://evil\")"));
        var session = await CreateAsync(host, new JsonObject { ["lesson_id"] = $"@SUM(1,2){Guid.CreateVersion7()}" });
        await ReadAsync<JoinSessionResponse>(PostAsync(host, $"sessions/{session.Id}/join/", new JsonObject { ["display_name"] = "-1+1\"\r\n" }.ToJsonString()));
        await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", """{"rtt_ms": 50, "packet_loss_pct": 0, "jitter_ms": 5}"""), HttpStatusCode.Created);

        using var response = await GetAsync(host, $"sessions/{session.Id}/report/?format=csv");

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"call-{session.Id}.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var csv = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.StartsWith("section,user_id,name,from,to,value,unit\r\n", csv, StringComparison.Ordinal);
        Assert.Contains($"quality,,rtt_ms.p95,,,50,ms\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("display_name,,,\"'-1+1\"\"\r\n\",", csv, StringComparison.Ordinal);
        Assert.Contains("lesson_id,,,\"'@SUM(1,2)", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OtherFormat_IsInvalidRequest()
    {
        var (session, host, _) = await StartCallAsync();
        await AssertProblemAsync(GetAsync(host, $"sessions/{session.Id}/report/?format=pdf"), ErrorCodes.InvalidRequest, "format");
        await AssertProblemAsync(GetAsync(host, $"sessions/{session.Id}/report/?format=HTML"), ErrorCodes.InvalidRequest, "format");
    }

    [Fact]
    public async Task Report_OfAStrangersSession_IsNotFound()
    {
        var (session, _, _) = await StartCallAsync();
        await AssertProblemAsync(GetAsync(Api.As(NewUser("stranger")), $"sessions/{session.Id}/report/"), ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Report_OfTheClient_IsTheSame()
    {
        var (session, host, _) = await BadCallAsync();
        var http = Api.Root();
        var client = new M4shClient(http, _ => ValueTask.FromResult(host.DefaultRequestHeaders.Authorization!.Parameter!));

        Assert.Equal(IssueType.HighRtt, Assert.Single((await client.GetReportAsync(session.Id, Cancelled)).Issues).Type);
        Assert.Contains("high_rtt", await client.GetReportCsvAsync(session.Id, Cancelled), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", await client.GetReportPageAsync(session.Id, Cancelled), StringComparison.Ordinal);
    }

    private static readonly IEqualityComparer<CallIssue> IssueComparer =
        EqualityComparer<CallIssue>.Create((one, other) => (one?.Type, one?.StartedAt, one?.EndedAt) == (other?.Type, other?.StartedAt, other?.EndedAt));

    /// <summary>Four samples of a slow path at the host, one good one at the guest, and both hang up.</summary>
    private async Task<(Session Session, HttpClient Host, HttpClient Guest)> BadCallAsync()
    {
        var (session, host, guest) = await StartCallAsync();
        var now = TimeProvider.System.GetUtcNow();
        var slow = string.Join(',', Enumerable.Range(0, 4).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"rtt_ms": 350, "packet_loss_pct": 0, "jitter_ms": 5, "recorded_at": "{{now.AddSeconds((5 * i) - 20):O}}"}""")));
        await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", $$"""{"samples": [{{slow}}]}"""), HttpStatusCode.Created);
        await ReadAsync<QualityAssessment>(
            PostAsync(guest, $"sessions/{session.Id}/quality/", """{"rtt_ms": 50, "packet_loss_pct": 0, "jitter_ms": 5}"""), HttpStatusCode.Created);
        await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/"));
        await ReadAsync<Session>(PostAsync(guest, $"sessions/{session.Id}/leave/"));
        return (session, host, guest);
    }
}
