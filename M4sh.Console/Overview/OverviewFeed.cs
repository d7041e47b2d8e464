using M4sh.Client.Live;
using M4sh.Console.Feeds;
using M4sh.Console.Live;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Overview;

/// <summary>Keeps one overview for all who look. The stream tells of sessions; health and the day's totals are read by the clock.</summary>
public sealed class OverviewFeed(OverviewReader reader, LiveNews news, TimeProvider time, ILogger<OverviewFeed> logger)
    : Feed<OverviewSnapshot>(news, new(Live: TimeSpan.FromSeconds(5), Interval), time, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;
    private bool _sessionsAreOld = true;

    protected override void Forget() => Volatile.Write(ref _sessionsAreOld, true);

    protected override Task<OverviewSnapshot> ReadAsync(OverviewSnapshot? previous, CancellationToken cancellationToken)
    {
        var sessions = Interlocked.Exchange(ref _sessionsAreOld, false) || !IsLive ? null : previous?.Sessions;
        return reader.ReadAsync(previous, sessions, cancellationToken);
    }

    protected override (OverviewSnapshot Next, bool Read) Apply(OverviewSnapshot reading, LiveUpdate update)
    {
        if (update is not SessionUpdate { Session: var changed } || reading.Sessions is not { } sessions)
        {
            return (reading, false);
        }

        IEnumerable<Session> others = sessions.Where(session => session.Id != changed.Id);
        var next = changed.Status == SessionStatus.Ended ? others : others.Append(changed).OrderByDescending(session => session.CreatedAt);
        return (reading with { At = _time.GetUtcNow(), Sessions = [.. next.Take(OverviewReader.SessionLimit * 3)] }, false);
    }
}
