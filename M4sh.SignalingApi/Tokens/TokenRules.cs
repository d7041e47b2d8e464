using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;

namespace M4sh.SignalingApi.Tokens;

/// <summary>The bounds of what a request about tokens may hold.</summary>
internal static class TokenRules
{
    // Ours have less than 1 KiB.
    private const int MaxTokenLength = 4096;

    public static void Validate(IssueTokenRequest request)
    {
        var errors = new RequestErrors();
        SessionRules.CheckPermissions(errors, request.Permissions, "permissions");
        var (min, max) = (SessionTokenService.MinTtl.TotalSeconds, SessionTokenService.MaxTtl.TotalSeconds);
        errors.Check(request.Ttl is null || (request.Ttl >= min && request.Ttl <= max), "ttl", $"must be from {min} to {max} seconds");
        errors.ThrowIfAny();
    }

    public static void Validate(RefreshTokenRequest request)
    {
        var errors = new RequestErrors();
        errors.CheckLength(request.Token, "token", 1, MaxTokenLength);
        errors.ThrowIfAny();
    }

    public static void Validate(RevokeTokenRequest request)
    {
        var errors = new RequestErrors();
        errors.Check(request.Token is null != request.UserId is null, "token", "must be given, or user_id, and not both");
        errors.CheckLength(request.Token, "token", 1, MaxTokenLength);
        errors.CheckLength(request.UserId, "user_id", 1, TokenClaims.MaxUserIdLength);
        errors.ThrowIfAny();
    }

    public static void Validate(AllowUserRequest request)
    {
        var errors = new RequestErrors();
        errors.CheckLength(request.UserId, "user_id", 1, TokenClaims.MaxUserIdLength);
        errors.ThrowIfAny();
    }
}
