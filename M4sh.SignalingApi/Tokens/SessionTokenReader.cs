using System.Security.Claims;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>Checks session tokens that come in a body, as the scheme does those of connections; whether they are revoked is another question.</summary>
internal sealed class SessionTokenReader(IOptionsMonitor<JwtBearerOptions> schemes)
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <exception cref="M4shException"><c>token_expired</c>, <c>unauthorized</c>.</exception>
    public async Task<SessionToken> ReadAsync(string token, bool orExpired)
    {
        var parameters = schemes.Get(SessionTokenDefaults.AuthenticationScheme).TokenValidationParameters.Clone();
        if (orExpired)
            parameters.LifetimeValidator = static (_, _, _, _) => true;

        var result = await Handler.ValidateTokenAsync(token, parameters);
        if (result.Exception is SecurityTokenExpiredException)
            throw new M4shException(ErrorCodes.TokenExpired, "The token has expired.");

        return (result.IsValid ? SessionToken.TryRead(new ClaimsPrincipal(result.ClaimsIdentity)) : null)
            ?? throw new M4shException(ErrorCodes.Unauthorized, "The token is not valid.");
    }
}
