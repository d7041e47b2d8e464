using M4sh.Client.Http;
using M4sh.Client.Live;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;

namespace M4sh.Client;

/// <summary>
/// The REST API of M4sh (PROTOCOL.md §4) as one user. Safe to use from several threads; several clients may share an
/// <see cref="HttpClient"/>. Every failure is an <see cref="M4shApiException"/>, a cancelled call an <see cref="OperationCanceledException"/>.
/// </summary>
/// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the API's address; it is not disposed of.</param>
/// <param name="platformToken">Gives the user's platform token (PROTOCOL.md §3), asked at each call.</param>
public sealed partial class M4shClient(HttpClient http, Func<CancellationToken, ValueTask<string>> platformToken)
{
    private readonly ApiTransport _api = new(http, platformToken);

    /// <summary>Creates a session, or finds the one of the lesson that has not ended.</summary>
    /// <param name="request">The lesson, metadata, invitees and permissions; null for none of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session.</returns>
    /// <exception cref="M4shApiException"><c>invalid_request</c>, <c>not_found</c> (the lesson's session is not the caller's to see).</exception>
    public Task<Session> CreateSessionAsync(CreateSessionRequest? request = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<CreateSessionRequest, Session>("/sessions/", request ?? new(), cancellationToken);

    /// <summary>Lists the sessions that the user may see, newest first.</summary>
    /// <param name="status">Only those.</param>
    /// <param name="lessonId">Only that lesson's.</param>
    /// <param name="limit">The most sessions of a page; the server has a default and a limit.</param>
    /// <param name="cursor"><see cref="SessionPage.NextCursor"/> of the page before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A page.</returns>
    /// <exception cref="M4shApiException"><c>invalid_request</c>.</exception>
    public Task<SessionPage> ListSessionsAsync(
        SessionStatus? status = null,
        string? lessonId = null,
        int? limit = null,
        string? cursor = null,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<SessionPage>(
            new Query("/sessions/").Add("status", status).Add("lesson_id", lessonId).Add("limit", limit).Add("cursor", cursor).ToString(),
            cancellationToken);

    /// <summary>Reads a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>.</exception>
    public Task<Session> GetSessionAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Session>($"/sessions/{sessionId}/", cancellationToken);

    /// <summary>Takes a place in a session; again as the same user it is the same place, with a new session token.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="displayName">The user's name, 1 to 128 characters; without it, the platform token's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session token, the ICE servers and where to connect.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>, <c>session_full</c>, <c>session_ended</c>, <c>forbidden</c> (barred), <c>invalid_request</c>.</exception>
    public Task<JoinSessionResponse> JoinSessionAsync(Guid sessionId, string? displayName = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<JoinSessionRequest, JoinSessionResponse>(
            $"/sessions/{sessionId}/join/", new() { DisplayName = displayName }, cancellationToken);

    /// <summary>Frees the user's place, revokes its tokens and closes its socket; ends the session when nobody is left.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="reason">Why, at most 256 characters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>, <c>session_ended</c>, <c>invalid_request</c>.</exception>
    public Task<Session> LeaveSessionAsync(Guid sessionId, string? reason = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<EndSessionRequest, Session>($"/sessions/{sessionId}/leave/", new() { Reason = reason }, cancellationToken);

    /// <summary>Ends a session for both; its creator and admins only. One that has ended stays as it is.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="reason">Why, at most 256 characters; the timeline keeps it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session.</returns>
    /// <exception cref="M4shApiException"><c>forbidden</c>, <c>not_found</c>, <c>invalid_request</c>.</exception>
    public Task<Session> EndSessionAsync(Guid sessionId, string? reason = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<EndSessionRequest, Session>($"/sessions/{sessionId}/end/", new() { Reason = reason }, cancellationToken);

    /// <summary>Reads the STUN and TURN servers with fresh credentials.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The servers and how long their credentials live, seconds.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>.</exception>
    public Task<IceServersResponse> GetIceServersAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<IceServersResponse>($"/sessions/{sessionId}/ice-servers/", cancellationToken);

    /// <summary>Issues a session token to the user, who must be a participant.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">Narrower permissions and another life, seconds; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token.</returns>
    /// <exception cref="M4shApiException"><c>permission_denied</c>, <c>forbidden</c>, <c>not_found</c>, <c>session_ended</c>, <c>invalid_request</c>.</exception>
    public Task<TokenResponse> IssueTokenAsync(
        Guid sessionId, IssueTokenRequest? request = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<IssueTokenRequest, TokenResponse>($"/sessions/{sessionId}/token/", request ?? new(), cancellationToken);

    /// <summary>Gets a successor of one of the user's own tokens, once. The old one opens no new connection; a live one stays.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A token with the same permissions and life.</returns>
    /// <exception cref="M4shApiException"><c>token_revoked</c> (refreshed or revoked before), <c>token_expired</c>, <c>unauthorized</c> (no such
    /// token), <c>forbidden</c> (another's, another session's, or barred), <c>session_ended</c>, <c>not_found</c>.</exception>
    public Task<TokenResponse> RefreshTokenAsync(Guid sessionId, string token, CancellationToken cancellationToken = default) =>
        _api.PostAsync<RefreshTokenRequest, TokenResponse>($"/sessions/{sessionId}/token/refresh/", new() { Token = token }, cancellationToken);

    /// <summary>Revokes a token: one's own, or as the session's creator or an admin anybody's. Connections with it close within a second.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="M4shApiException"><c>forbidden</c>, <c>not_found</c>, <c>unauthorized</c> (no such token), <c>invalid_request</c>.</exception>
    public Task RevokeTokenAsync(Guid sessionId, string token, CancellationToken cancellationToken = default) =>
        _api.PostAsync<RevokeTokenRequest>($"/sessions/{sessionId}/token/revoke/", new() { Token = token }, cancellationToken);

    /// <summary>Revokes all tokens of a user, closes its connections within a second and bars it from the session; the creator and admins only.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">The user, 1 to 128 characters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="M4shApiException"><c>forbidden</c>, <c>not_found</c>, <c>invalid_request</c>.</exception>
    public Task RevokeUserAsync(Guid sessionId, string userId, CancellationToken cancellationToken = default) =>
        _api.PostAsync<RevokeTokenRequest>($"/sessions/{sessionId}/token/revoke/", new() { UserId = userId }, cancellationToken);

    /// <summary>Lets a barred user into the session again; admins only.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">The user, 1 to 128 characters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="M4shApiException"><c>forbidden</c>, <c>not_found</c>, <c>invalid_request</c>.</exception>
    public Task AllowUserAsync(Guid sessionId, string userId, CancellationToken cancellationToken = default) =>
        _api.PostAsync<AllowUserRequest>($"/sessions/{sessionId}/token/allow/", new() { UserId = userId }, cancellationToken);

    /// <summary>Erases a user's samples and names; rollups and events keep a random id in its place. Admins only.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="M4shApiException"><c>forbidden</c>.</exception>
    public Task EraseUserDataAsync(string userId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync($"/users/{Uri.EscapeDataString(userId)}/data/", cancellationToken);

    /// <summary>Stores samples; when it returns they are durable.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="samples">1 to 100 samples, oldest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the last sample says of the path.</returns>
    /// <exception cref="M4shApiException"><c>invalid_request</c>, <c>not_found</c>, <c>session_ended</c>, <c>rate_limited</c>.</exception>
    public Task<QualityAssessment> SendQualityAsync(
        Guid sessionId, IReadOnlyList<QosSample> samples, CancellationToken cancellationToken = default) =>
        _api.PostAsync<QosBatch, QualityAssessment>($"/sessions/{sessionId}/quality/", new() { Samples = samples }, cancellationToken);

    /// <summary>Reads the quality of a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="from">From then on; without it, from the session's start.</param>
    /// <param name="to">Until then; without it, now.</param>
    /// <param name="bucket">The width of a point of the series; without it the server chooses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Overall, by participant, and as a series; milliseconds and percent.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>, <c>invalid_request</c>.</exception>
    public Task<QualityReport> GetQualityAsync(
        Guid sessionId,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        TimeSpan? bucket = null,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<QualityReport>(
            new Query($"/sessions/{sessionId}/quality/").Add("from", from).Add("to", to).AddSeconds("bucket", bucket).ToString(),
            cancellationToken);

    /// <summary>Reads the quality over all calls; admins only.</summary>
    /// <param name="from">From then on.</param>
    /// <param name="to">Until then; without it, now.</param>
    /// <param name="bucket">The width of a point of the series; without it the server chooses.</param>
    /// <param name="groupBy">Hours or lessons apart.</param>
    /// <param name="worst">So many of the worst calls too, 1 to 50.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Overall, as a series, and how the calls went; milliseconds and percent.</returns>
    /// <exception cref="M4shApiException"><c>forbidden</c>, <c>invalid_request</c>.</exception>
    public Task<QualityOverview> GetQualityOverviewAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        TimeSpan? bucket = null,
        QualityGrouping? groupBy = null,
        int? worst = null,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<QualityOverview>(
            new Query("/quality/").Add("from", from).Add("to", to).AddSeconds("bucket", bucket).Add("group_by", groupBy).Add("worst", worst).ToString(),
            cancellationToken);

    /// <summary>Reads what happened in a session, when, who, and on which replica.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The whole timeline, oldest first: a long one is read page by page.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>.</exception>
    public async Task<SessionTimeline> GetEventsAsync(Guid sessionId, CancellationToken cancellationToken = default)
    {
        List<SessionEvent> items = [];
        string? cursor = null;
        do
        {
            var page = await _api.GetAsync<SessionTimeline>(new Query($"/sessions/{sessionId}/events/").Add("cursor", cursor).ToString(), cancellationToken);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return new() { Items = items };
    }

    /// <summary>
    /// Watches all sessions as an admin: <see cref="LiveOpened"/> first, then what happens, over the breaks of the stream, each of which is told
    /// (<see cref="LiveLost"/>, and <see cref="LiveOpened"/> when it is over). There is no history: read the sessions at each <see cref="LiveOpened"/>.
    /// A reader that falls behind by some hundred updates is cut off, and opens the stream again.
    /// </summary>
    /// <param name="options">Pauses and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The updates; without an end.</returns>
    /// <exception cref="M4shApiException"><c>forbidden</c>, <c>unauthorized</c>: trying again does not help. While the API is away it is tried again.</exception>
    public IAsyncEnumerable<LiveUpdate> WatchLiveAsync(LiveOptions? options = null, CancellationToken cancellationToken = default) =>
        new LiveReader(_api, options ?? new()).ReadAsync(cancellationToken);
}
