using M4sh.Client;
using M4sh.Client.Live;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Console.Live;
using M4sh.Console.Problems;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>
/// Keeps a session for all who look at it, as an admin, until nothing changes any more. The stream tells what the session is; samples, and what the
/// timeline gains without a change of the session (issues, ICE failures), are not told, so they are read as often as samples come.
/// </summary>
public sealed class SessionFeed(Guid id, PlatformClients clients, LiveNews news, TimeProvider time, ILogger<SessionFeed> logger)
    : Feed<SessionSnapshot>(news, new(Live: TimeSpan.FromSeconds(5), Interval), time, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // A sample comes every 5 s; a chart has room for some 60 points.
    private static readonly int[] BucketSeconds = [5, 10, 30, 60, 120, 300, 600, 1800];

    private readonly TimeProvider _time = time;
    private readonly M4shClient _api = clients.For(PlatformUser.Console);
    private int _old = (int)SessionParts.All;

    protected override void Forget() => SetOld(SessionParts.All);

    protected override (SessionSnapshot Next, bool Read) Apply(SessionSnapshot reading, LiveUpdate update)
    {
        if (update is not SessionUpdate { Session: var changed } || changed.Id != id)
        {
            return (reading, false);
        }

        SetOld(SessionParts.Events);
        return (reading with { At = _time.GetUtcNow(), Session = changed, Problem = reading.IsUnknown ? null : reading.Problem }, true);
    }

    protected override async Task<SessionSnapshot> ReadAsync(SessionSnapshot? previous, CancellationToken cancellationToken)
    {
        if (previous is { IsSettled: true })
        {
            return previous;
        }

        var old = (SessionParts)Interlocked.Exchange(ref _old, (int)SessionParts.None);
        // Neither samples nor what the worker finds is told.
        var parts = IsLive ? old | SessionParts.Quality | SessionParts.Events : SessionParts.All;
        var now = _time.GetUtcNow();
        using var limit = new CancellationTokenSource(ApiAttempt.Limit, _time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (session, problem) = await ReadAsync(SessionParts.Session, previous?.Session, () => _api.GetSessionAsync(id, reading.Token));
        if (session is null)
        {
            return (previous ?? new() { At = now }) with { Problem = problem };
        }

        var bucket = BucketOf(session, now);
        var asking = ReadAsync(SessionParts.Events, previous?.Events, async () => (await _api.GetEventsAsync(id, reading.Token)).Items);
        var measuring = ReadAsync(
            SessionParts.Quality, previous?.Quality, () => _api.GetQualityAsync(id, bucket: bucket, cancellationToken: reading.Token));
        var (events, eventsProblem) = await asking;
        var (quality, qualityProblem) = await measuring;
        return new()
        {
            At = now,
            Session = session,
            Events = events ?? previous?.Events,
            Quality = quality ?? previous?.Quality,
            Bucket = quality is null ? previous?.Bucket ?? bucket : bucket,
            Problem = eventsProblem ?? qualityProblem,
        };

        Task<(T? Value, Problem? Problem)> ReadAsync<T>(SessionParts part, T? known, Func<Task<T>> read)
            where T : class =>
            known is not null && !parts.HasFlag(part) ? Task.FromResult<(T?, Problem?)>((known, null)) : ApiAttempt.OfAsync(read(), cancellationToken);
    }

    private void SetOld(SessionParts parts) => Interlocked.Or(ref _old, (int)parts);

    private static TimeSpan BucketOf(Session session, DateTimeOffset now)
    {
        var length = (session.EndedAt ?? now) - (session.ConnectedAt ?? session.CreatedAt);
        var least = length.TotalSeconds / QualitySeries.MaxPoints;
        return TimeSpan.FromSeconds(BucketSeconds.FirstOrDefault(seconds => seconds >= least, BucketSeconds[^1]));
    }
}
