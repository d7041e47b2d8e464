using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>The claims of both kinds of token.</summary>
internal static class TokenClaims
{
    public const string UserId = "sub";
    public const string Name = "name";
    public const string ExpiresAt = "exp";
    public const string Role = PlatformToken.RoleClaim;
    public const string Admin = PlatformToken.Admin;
    public const string SessionId = "sid";
    public const string Permissions = "permissions";

    public const int MaxUserIdLength = 128;
    public const int MaxNameLength = 128;
    public const int MaxTokenIdLength = 128;
}
