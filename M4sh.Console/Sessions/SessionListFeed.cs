using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>Keeps a page of sessions for all who look at it, as an admin.</summary>
public sealed class SessionListFeed(SessionListQuery query, PlatformClients clients, TimeProvider time, ILogger<SessionListFeed> logger)
    : PollingFeed<SessionListSnapshot>(Interval, time, logger)
{
    public const int PageSize = 25;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time = time;
    private readonly M4shClient _api = clients.For(PlatformUser.Console);

    protected override async Task<SessionListSnapshot> ReadAsync(SessionListSnapshot? previous, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        using var limit = new CancellationTokenSource(ApiAttempt.Limit, _time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (page, problem) = await ApiAttempt.OfAsync(ReadPageAsync(reading.Token), cancellationToken);
        return page is null ? new() { At = previous?.At ?? now, Page = previous?.Page, Problem = problem } : new() { At = now, Page = page };
    }

    // An id may be a session's or a lesson's: the API knows them apart, the one who searches need not.
    private async Task<SessionPage> ReadPageAsync(CancellationToken cancellationToken)
    {
        var listing = _api.ListSessionsAsync(query.Status, query.Text, PageSize, query.Cursor, cancellationToken);
        var finding = query.Cursor is null && Guid.TryParse(query.Text, out var id) ? FindAsync(id, cancellationToken) : Task.FromResult<Session?>(null);
        await Task.WhenAll(listing, finding);
        var (page, found) = (await listing, await finding);
        return found is null ? page : page with { Items = [found, .. page.Items.Where(session => session.Id != found.Id)] };
    }

    private async Task<Session?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            var session = await _api.GetSessionAsync(id, cancellationToken);
            return query.Status is null || session.Status == query.Status ? session : null;
        }
        catch (M4shApiException exception) when (exception.Code == ErrorCodes.NotFound)
        {
            return null;
        }
    }
}
