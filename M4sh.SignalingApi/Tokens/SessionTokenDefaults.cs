namespace M4sh.SignalingApi.Tokens;

/// <summary>The scheme that signaling connections authenticate with.</summary>
public static class SessionTokenDefaults
{
    public const string AuthenticationScheme = "SessionToken";

    public const string Issuer = "m4sh";

    public const string Audience = "m4sh-signaling";
}
