using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class SessionEventsTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const int MaxLimit = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Events_ByPages_AreTheWholeTimelineWithItsIssues(int limit)
    {
        var (session, host, _) = await StartCallAsync();
        await AddAsync(session, count: 5);
        await using (var db = Fixture.CreateDbContext())
        {
            foreach (var seconds in new[] { -5, 12, 30, 99 })
            {
                db.Issues.Add(new()
                {
                    SessionId = session.Id,
                    Type = IssueType.Jitter,
                    StartedAt = session.CreatedAt.AddSeconds(seconds),
                    EndedAt = session.CreatedAt.AddSeconds(seconds + 8),
                    Replica = "worker-1",
                    Evidence = JsonSerializer.SerializeToElement(new { metric = "jitter_ms", threshold = 30, samples = 3, avg = 40, worst = 50 }),
                });
            }

            await db.SaveChangesAsync(Cancelled);
        }

        var whole = await PageAsync(host, session, "");
        List<SessionEvent> items = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await PageAsync(host, session, cursor.Length == 0 ? $"?limit={limit}" : $"?limit={limit}&cursor={cursor}");
            Assert.InRange(page.Items.Count(item => item.Replica != "worker-1"), 1, limit);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
        }

        Assert.Null(whole.NextCursor);
        Assert.Equal(8, whole.Items.Count(item => item.Replica == "worker-1"));
        Assert.Equal(Texts(whole.Items), Texts(items));
    }

    [Fact]
    public async Task Events_OfALongHistory_AreBounded()
    {
        var (session, host, _) = await StartCallAsync();
        await AddAsync(session, MaxLimit);

        var first = await PageAsync(host, session, "");
        var second = await PageAsync(host, session, $"?cursor={first.NextCursor}");

        Assert.Equal(MaxLimit, first.Items.Count);
        Assert.NotEmpty(second.Items);
        Assert.Null(second.NextCursor);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("cursor=here", "cursor")]
    [InlineData("cursor=-1", "cursor")]
    public async Task Events_BadQuery_IsInvalidRequest(string query, string member)
    {
        var (session, host, _) = await StartCallAsync();

        await AssertProblemAsync(GetAsync(host, $"sessions/{session.Id}/events/?{query}"), ErrorCodes.InvalidRequest, member);
    }

    private async Task AddAsync(Session session, int count)
    {
        await using var db = Fixture.CreateDbContext();
        db.SessionEvents.AddRange(Enumerable.Range(1, count).Select(i => new Data.Sessions.SessionEventEntity
        {
            SessionId = session.Id,
            At = session.CreatedAt.AddSeconds(10 * i),
            Type = "muted",
            Replica = "replica",
        }));
        await db.SaveChangesAsync(Cancelled);
    }

    private static IEnumerable<string> Texts(IEnumerable<SessionEvent> items) => items.Select(item => $"{item.At:O} {item.Type} {item.UserId}");

    private static Task<SessionTimeline> PageAsync(HttpClient client, Session session, string query) =>
        ReadAsync<SessionTimeline>(GetAsync(client, $"sessions/{session.Id}/events/{query}"));
}
