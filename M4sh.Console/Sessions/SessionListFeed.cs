using M4sh.Client;
using M4sh.Client.Live;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Console.Live;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>Keeps a page of sessions for all who look at it, as an admin.</summary>
public sealed class SessionListFeed(
    SessionListQuery query, PlatformClients clients, LiveNews news, TimeProvider time, ILogger<SessionListFeed> logger)
    : Feed<SessionListSnapshot>(news, new(Live: TimeSpan.FromSeconds(15), Interval), time, logger)
{
    public const int PageSize = 25;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

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

    protected override (SessionListSnapshot Next, bool Read) Apply(SessionListSnapshot reading, LiveUpdate update)
    {
        if (update is not SessionUpdate { Session: var changed } || reading.Page is not { } page)
        {
            return (reading, false);
        }

        var fits = query.Fits(changed);
        if (!page.Items.Any(session => session.Id == changed.Id))
        {
            // Only the newest page gets longer by itself: all others begin where the one before them ended.
            var isNew = fits && query.Cursor is null && (page.Items.Count == 0 || changed.CreatedAt > page.Items[0].CreatedAt);
            return isNew ? (With([changed, .. page.Items]), false) : (reading, fits && query.Cursor is null && page.NextCursor is null);
        }

        return fits
            ? (With([.. page.Items.Select(session => session.Id == changed.Id ? changed : session)]), false)
            : (With([.. page.Items.Where(session => session.Id != changed.Id)]), true);

        SessionListSnapshot With(IReadOnlyList<Session> items) => reading with { At = _time.GetUtcNow(), Page = page with { Items = items } };
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
            return query.FitsStatus(session) ? session : null;
        }
        catch (M4shApiException exception) when (exception.Code == ErrorCodes.NotFound)
        {
            return null;
        }
    }
}
