using System.Security.Claims;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace M4sh.SignalingApi.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessionEndpoints(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapPost("/", CreateAsync);
        sessions.MapGet("/", ListAsync);
        sessions.MapGet("/{id:guid}/", async (Guid id, ClaimsPrincipal user, SessionService service, CancellationToken cancellationToken) =>
            TypedResults.Ok(await service.GetAsync(id, Caller.Of(user), cancellationToken)));
        sessions.MapPost("/{id:guid}/join/", JoinAsync);
        sessions.MapPost("/{id:guid}/leave/", LeaveAsync);
        sessions.MapPost("/{id:guid}/end/", EndAsync);
        sessions.MapGet("/{id:guid}/events/", EventsAsync);
        sessions.MapGet("/{id:guid}/ice-servers/", IceServersAsync).WithTags("ICE");
    }

    private static async Task<Results<Ok<Session>, Created<Session>>> CreateAsync(
        RequestBody<CreateSessionRequest> body, HttpRequest request, ClaimsPrincipal user, SessionService service,
        CancellationToken cancellationToken)
    {
        var (session, created) = await service.CreateAsync(body.Value, Caller.Of(user), cancellationToken);
        return created
            ? TypedResults.Created($"{request.PathBase}/api/v1/webrtc/sessions/{session.Id}/", session)
            : TypedResults.Ok(session);
    }

    private static async Task<Ok<SessionPage>> ListAsync(
        ClaimsPrincipal user, SessionService service, CancellationToken cancellationToken,
        string? status = null, [FromQuery(Name = "lesson_id")] string? lessonId = null, string? limit = null, string? cursor = null) =>
        TypedResults.Ok(await service.ListAsync(SessionQuery.Parse(status, lessonId, limit, cursor), Caller.Of(user), cancellationToken));

    private static async Task<Ok<JoinSessionResponse>> JoinAsync(
        Guid id, RequestBody<JoinSessionRequest> body, HttpRequest request, ClaimsPrincipal user,
        SessionService service, SessionTokenService tokens, IceIssuing ice, PublicUrls urls, CancellationToken cancellationToken)
    {
        SessionRules.Validate(body.Value);
        var caller = Caller.Of(user);
        var join = await service.JoinAsync(id, caller, body.Value.DisplayName, cancellationToken);
        var token = tokens.Issue(id, caller.UserId, join.Grant.Permissions, null, join.Grant.RevokedUntil);
        var iceServers = await ice.RequestAsync(id, caller.UserId, IceIssue.Join, cancellationToken);
        return TypedResults.Ok(new JoinSessionResponse
        {
            Session = join.Session,
            Participant = join.Participant,
            Token = token.Token,
            TokenExpiresAt = token.TokenExpiresAt,
            Permissions = token.Permissions,
            IceServers = iceServers.IceServers,
            IceServersExpiresAt = iceServers.ExpiresAt,
            IceCandidateTimeout = iceServers.IceCandidateTimeout,
            Polite = join.Participant.Polite,
            WebsocketUrl = urls.WebSocket(request, id),
            HubUrl = urls.Hub(request),
        });
    }

    private static async Task<Ok<Session>> LeaveAsync(
        Guid id, RequestBody<EndSessionRequest> body, ClaimsPrincipal user, SessionService service, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        await service.GetAsync(id, caller, cancellationToken);
        return TypedResults.Ok((await service.LeaveAsync(id, caller.UserId, body.Value.Reason, link: null, cancellationToken)).Session);
    }

    private static async Task<Ok<Session>> EndAsync(
        Guid id, RequestBody<EndSessionRequest> body, ClaimsPrincipal user, SessionService service, CancellationToken cancellationToken) =>
        TypedResults.Ok(await service.EndAsync(id, Caller.Of(user), body.Value.Reason, cancellationToken));

    private static async Task<Ok<SessionTimeline>> EventsAsync(
        Guid id, ClaimsPrincipal user, SessionService service, SessionEvents events, CancellationToken cancellationToken,
        string? limit = null, string? cursor = null)
    {
        var query = EventQuery.Parse(limit, cursor);
        await service.GetAsync(id, Caller.Of(user), cancellationToken);
        return TypedResults.Ok(await events.ListAsync(id, query, cancellationToken));
    }

    private static async Task<Ok<IceServersResponse>> IceServersAsync(
        Guid id, ClaimsPrincipal user, SessionService service, IceIssuing ice, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var session = await service.GetAsync(id, caller, cancellationToken);
        return session.Status == SessionStatus.Ended
            ? throw new M4shException(ErrorCodes.SessionEnded, "The session has ended.")
            : TypedResults.Ok(await ice.RequestAsync(id, caller.UserId, IceIssue.Request, cancellationToken));
    }
}
