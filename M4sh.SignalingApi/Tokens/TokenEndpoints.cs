using System.Security.Claims;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace M4sh.SignalingApi.Tokens;

internal static class TokenEndpoints
{
    public static void MapTokenEndpoints(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/sessions/{id:guid}/token").WithTags("Tokens");
        tokens.MapPost("/", IssueAsync);
        tokens.MapPost("/refresh/", RefreshAsync);
        tokens.MapPost("/revoke/", RevokeAsync);
        tokens.MapPost("/allow/", AllowAsync);
    }

    private static async Task<Ok<TokenResponse>> IssueAsync(
        Guid id, RequestBody<IssueTokenRequest> body, ClaimsPrincipal user, SessionService service, SessionTokenService tokens,
        CancellationToken cancellationToken)
    {
        var request = body.Value;
        TokenRules.Validate(request);
        var caller = Caller.Of(user);
        var grant = await service.GrantAsync(id, caller, cancellationToken);
        if (request.Permissions?.Except(grant.Permissions).Any() == true)
            throw new M4shException(ErrorCodes.PermissionDenied, "A token may only narrow what the session permits.");

        TimeSpan? ttl = request.Ttl is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return TypedResults.Ok(tokens.Issue(id, caller.UserId, request.Permissions ?? grant.Permissions, ttl, grant.RevokedUntil));
    }

    /// <summary>The successor permits and lives as long as the old one did; the old one opens no new connection.</summary>
    private static async Task<Ok<TokenResponse>> RefreshAsync(
        Guid id, RequestBody<RefreshTokenRequest> body, ClaimsPrincipal user, SessionService service, SessionTokenService tokens,
        SessionTokenReader reader, TokenRevocations revocations, CancellationToken cancellationToken)
    {
        TokenRules.Validate(body.Value);
        var caller = Caller.Of(user);
        var grant = await service.GrantAsync(id, caller, cancellationToken);
        var token = await reader.ReadAsync(body.Value.Token, orExpired: false);
        if (token.SessionId != id || token.UserId != caller.UserId)
            throw new M4shException(ErrorCodes.Forbidden, "The token is not one of yours for this session.");
        if (await revocations.IsRevokedAsync(token, cancellationToken) || !await revocations.TryRefreshAsync(token))
            throw new M4shException(ErrorCodes.TokenRevoked, "The token has been revoked, or refreshed already.");

        var permissions = token.Permissions.Intersect(grant.Permissions).ToArray();
        var life = TimeSpan.FromSeconds(Math.Clamp(
            token.Life.TotalSeconds, SessionTokenService.MinTtl.TotalSeconds, SessionTokenService.MaxTtl.TotalSeconds));
        return TypedResults.Ok(tokens.Issue(id, caller.UserId, permissions, life, grant.RevokedUntil));
    }

    private static async Task<NoContent> RevokeAsync(
        Guid id, RequestBody<RevokeTokenRequest> body, ClaimsPrincipal user, SessionService service,
        SessionTokenReader reader, TokenRevocations revocations, ISessionNotifier notifier, CancellationToken cancellationToken)
    {
        TokenRules.Validate(body.Value);
        var caller = Caller.Of(user);
        await service.GetAsync(id, caller, cancellationToken);
        if (body.Value.UserId is { } userId)
        {
            await service.CheckMayGovernAsync(id, caller, cancellationToken);
            await service.BarAsync(id, userId, caller, cancellationToken);
            return TypedResults.NoContent();
        }

        // One that has expired is as good as revoked.
        var token = await reader.ReadAsync(body.Value.Token!, orExpired: true);
        if (token.SessionId != id)
            throw new M4shException(ErrorCodes.Forbidden, "The token is one of another session.");
        if (token.UserId != caller.UserId)
            await service.CheckMayGovernAsync(id, caller, cancellationToken);

        await revocations.RevokeAsync(token);
        await notifier.TokenRevokedAsync(id, token.UserId, token.Id, CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> AllowAsync(
        Guid id, RequestBody<AllowUserRequest> body, ClaimsPrincipal user, SessionService service, CancellationToken cancellationToken)
    {
        TokenRules.Validate(body.Value);
        var caller = Caller.Of(user);

        // Not by a policy: to whom the session is not there, it is not forbidden.
        await service.GetAsync(id, caller, cancellationToken);
        if (!caller.IsAdmin)
            throw new M4shException(ErrorCodes.Forbidden, "Only an admin may do this.");

        await service.AllowAsync(id, body.Value.UserId, caller, cancellationToken);
        return TypedResults.NoContent();
    }
}
