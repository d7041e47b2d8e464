namespace M4sh.SignalingApi.Tokens;

/// <summary>The tokens of the platform that M4sh serves: REST's.</summary>
internal static class PlatformTokenDefaults
{
    public const string AuthenticationScheme = "Platform";
    public const string Issuer = "m4sh-platform";
    public const string Audience = "m4sh-api";

    /// <summary>The authorization policy of an admin's endpoints.</summary>
    public const string AdminPolicy = "Admin";
}
