using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>Keeps a session for all who look at it, as an admin, until nothing changes any more.</summary>
public sealed class SessionFeed(Guid id, PlatformClients clients, TimeProvider time, ILogger<SessionFeed> logger)
    : PollingFeed<SessionSnapshot>(Interval, time, logger)
{
    // Three requests a reading: slower than a list, for the sake of the admin's rate limit.
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    // A sample comes every 5 s; a chart has room for some 60 points.
    private static readonly int[] BucketSeconds = [5, 10, 30, 60, 120, 300, 600, 1800];

    private readonly TimeProvider _time = time;
    private readonly M4shClient _api = clients.For(PlatformUser.Console);

    protected override async Task<SessionSnapshot> ReadAsync(SessionSnapshot? previous, CancellationToken cancellationToken)
    {
        if (previous is { IsSettled: true })
        {
            return previous;
        }

        var now = _time.GetUtcNow();
        using var limit = new CancellationTokenSource(ApiAttempt.Limit, _time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (session, problem) = await ApiAttempt.OfAsync(_api.GetSessionAsync(id, reading.Token), cancellationToken);
        if (session is null)
        {
            return (previous ?? new() { At = now }) with { Problem = problem };
        }

        var bucket = BucketOf(session, now);
        var asking = ApiAttempt.OfAsync(_api.GetEventsAsync(id, reading.Token), cancellationToken);
        var measuring = ApiAttempt.OfAsync(_api.GetQualityAsync(id, bucket: bucket, cancellationToken: reading.Token), cancellationToken);
        var (events, eventsProblem) = await asking;
        var (quality, qualityProblem) = await measuring;
        return new()
        {
            At = now,
            Session = session,
            Events = events?.Items ?? previous?.Events,
            Quality = quality ?? previous?.Quality,
            Bucket = quality is null ? previous?.Bucket ?? bucket : bucket,
            Problem = eventsProblem ?? qualityProblem,
        };
    }

    private static TimeSpan BucketOf(Session session, DateTimeOffset now)
    {
        var length = (session.EndedAt ?? now) - (session.ConnectedAt ?? session.CreatedAt);
        var least = length.TotalSeconds / QualitySeries.MaxPoints;
        return TimeSpan.FromSeconds(BucketSeconds.FirstOrDefault(seconds => seconds >= least, BucketSeconds[^1]));
    }
}
