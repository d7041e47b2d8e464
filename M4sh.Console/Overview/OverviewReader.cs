using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Overview;

/// <summary>Reads what the overview shows, as an admin.</summary>
public sealed class OverviewReader(PlatformClients clients, HealthProbe health, TimeProvider time)
{
    /// <summary>The most sessions of each status that are read.</summary>
    public const int SessionLimit = 50;

    // The whole day changes slowly, and is the dearest to ask for.
    private static readonly TimeSpan QualityAge = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static readonly SessionStatus[] Live = [SessionStatus.Connected, SessionStatus.Connecting, SessionStatus.Waiting];

    private readonly M4shClient _api = clients.For(PlatformUser.Console);

    /// <param name="previous">Its totals are kept while they are fresh.</param>
    /// <param name="known">The sessions, where they need not be read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<OverviewSnapshot> ReadAsync(
        OverviewSnapshot? previous, IReadOnlyList<Session>? known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var limit = new CancellationTokenSource(ApiAttempt.Limit, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var services = health.ReadAsync(reading.Token);
        var sessions = ApiAttempt.OfAsync(known is null ? ReadSessionsAsync(reading.Token) : Task.FromResult(known), cancellationToken);
        var fresh = previous?.Quality is not null && now - previous.QualityAt < QualityAge;
        var quality = fresh ? null : ApiAttempt.OfAsync(_api.GetQualityOverviewAsync(now - Day, now, Day, cancellationToken: reading.Token), cancellationToken);
        var (live, sessionsProblem) = await sessions;
        var (day, qualityProblem) = quality is null ? (previous?.Quality, null) : await quality;
        return new()
        {
            At = now,
            Services = await services,
            Sessions = live,
            Quality = day,
            QualityAt = fresh ? previous!.QualityAt : now,
            Problem = sessionsProblem ?? qualityProblem,
        };
    }

    private async Task<IReadOnlyList<Session>> ReadSessionsAsync(CancellationToken cancellationToken)
    {
        var pages = await Task.WhenAll(Live.Select(status =>
            _api.ListSessionsAsync(status, limit: SessionLimit, cancellationToken: cancellationToken)));
        return [.. pages.SelectMany(page => page.Items).DistinctBy(session => session.Id).OrderByDescending(session => session.CreatedAt)];
    }
}
