using System.Net;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>Stands in for the platform on a developer's own machine.</summary>
internal static class DevTokenEndpoints
{
    private static readonly TimeSpan Ttl = TimeSpan.FromHours(8);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>In Development, on loopback only; elsewhere it does not exist.</summary>
    public static void MapDevTokenEndpoints(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapPost("/dev/token/", IssueAsync)
                .Accepts<DevTokenRequest>(RequestBody.ContentTypes[0], RequestBody.ContentTypes[1..])
                .WithTags("Development");
        }
    }

    private static async Task<Results<Ok<DevTokenResponse>, NotFound>> IssueAsync(HttpContext context, IOptions<AuthOptions> auth, TimeProvider time)
    {
        // Before the body is read: elsewhere there is nothing here, whatever is sent.
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
            return TypedResults.NotFound();
        if (auth.Value.SecurityKeys is not [var key, ..])
            return TypedResults.NotFound();

        var request = await RequestBody.ReadAsync<DevTokenRequest>(context);
        Validate(request);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var claims = new Dictionary<string, object> { [TokenClaims.UserId] = request.Sub };
        if (request.Name is not null)
            claims[TokenClaims.Name] = request.Name;
        if (request.Role is not null)
            claims[TokenClaims.Role] = request.Role;

        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = PlatformToken.Issuer,
            Audience = PlatformToken.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Ttl).UtcDateTime,
            SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
            Claims = claims,
        });
        return TypedResults.Ok(new DevTokenResponse { Token = token, TokenExpiresAt = now + Ttl });
    }

    private static void Validate(DevTokenRequest request)
    {
        var errors = new RequestErrors();
        errors.CheckLength(request.Sub, "sub", 1, TokenClaims.MaxUserIdLength);
        errors.CheckLength(request.Name, "name", 1, TokenClaims.MaxNameLength);
        errors.Check(request.Role is null or TokenClaims.Admin, "role", "must be admin, or absent");
        errors.ThrowIfAny();
    }
}
