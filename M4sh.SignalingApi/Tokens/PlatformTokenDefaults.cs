namespace M4sh.SignalingApi.Tokens;

/// <summary>How the tokens of the platform that M4sh serves are checked: REST's.</summary>
internal static class PlatformTokenDefaults
{
    /// <summary>Takes either of the two below.</summary>
    public const string AuthenticationScheme = "Platform";

    /// <summary>Tokens signed with a key that the platform and M4sh share.</summary>
    public const string SharedKeyScheme = "PlatformKey";

    /// <summary>Tokens of an OIDC issuer.</summary>
    public const string IssuerScheme = "PlatformIssuer";

    /// <summary>The authorization policy of an admin's endpoints.</summary>
    public const string AdminPolicy = "Admin";
}
