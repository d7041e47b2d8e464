namespace M4sh.SignalingApi.Tokens;

/// <summary>The tokens of the platform that M4sh serves: REST's.</summary>
internal static class PlatformTokenDefaults
{
    /// <summary>Takes either of the two below.</summary>
    public const string AuthenticationScheme = "Platform";

    /// <summary>Tokens signed with a key that the platform and M4sh share.</summary>
    public const string SharedKeyScheme = "PlatformKey";

    /// <summary>Tokens of an OIDC issuer.</summary>
    public const string IssuerScheme = "PlatformIssuer";

    /// <summary>Of tokens signed with the shared key.</summary>
    public const string Issuer = "m4sh-platform";

    public const string Audience = "m4sh-api";

    /// <summary>The authorization policy of an admin's endpoints.</summary>
    public const string AdminPolicy = "Admin";
}
