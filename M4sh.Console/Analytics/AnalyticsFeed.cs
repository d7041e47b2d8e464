using M4sh.Client;
using M4sh.Client.Live;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Console.Live;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Analytics;

/// <summary>Keeps a window over all calls for all who look at it, as an admin: one request for the numbers and a few for the sessions.</summary>
public sealed class AnalyticsFeed(
    AnalyticsQuery query, PlatformClients clients, LiveNews news, TimeProvider time, ILogger<AnalyticsFeed> logger)
    : Feed<AnalyticsSnapshot>(news, new(Live: Interval, Interval), time, logger)
{
    /// <summary>The most sessions that are looked at for shares.</summary>
    public const int MaxSessions = 500;

    /// <summary>How many of the worst calls are listed.</summary>
    public const int WorstCount = 10;

    /// <summary>Of a day or a month little changes within a minute, and it is dear to ask for.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int PageSize = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;
    private readonly M4shClient _api = clients.For(PlatformUser.Console);

    protected override (AnalyticsSnapshot Next, bool Read) Apply(AnalyticsSnapshot reading, LiveUpdate update) => (reading, false);

    protected override async Task<AnalyticsSnapshot> ReadAsync(AnalyticsSnapshot? previous, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var (from, to) = query.WindowAt(now);
        using var limit = new CancellationTokenSource(Limit, _time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var measuring = ApiAttempt.OfAsync(
            _api.GetQualityOverviewAsync(from, to, AnalyticsQuery.BucketOf(to - from), query.GroupBy, WorstCount, reading.Token), cancellationToken, Limit);
        var listing = ApiAttempt.OfAsync(ReadSharesAsync(from, to, reading.Token), cancellationToken, Limit);
        var (quality, qualityProblem) = await measuring;
        var (shares, sharesProblem) = await listing;
        return new()
        {
            At = now,
            From = from,
            To = to,
            Quality = quality ?? previous?.Quality,
            Shares = shares ?? previous?.Shares,
            Problem = qualityProblem ?? sharesProblem,
        };
    }

    private async Task<CallShares> ReadSharesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sessions = new List<Session>();
        string? cursor = null;
        for (var asked = 0; asked < MaxSessions; asked += PageSize)
        {
            var page = await _api.ListSessionsAsync(limit: PageSize, cursor: cursor, cancellationToken: cancellationToken);
            sessions.AddRange(page.Items.Where(session => session.CreatedAt >= from && session.CreatedAt < to));
            cursor = page.NextCursor;
            if (cursor is null || page.Items is [.., { CreatedAt: var oldest }] && oldest < from)
            {
                return CallShares.Of(sessions, isComplete: true);
            }
        }

        return CallShares.Of(sessions, isComplete: false);
    }
}
