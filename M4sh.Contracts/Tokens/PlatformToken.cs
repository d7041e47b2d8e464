namespace M4sh.Contracts.Tokens;

/// <summary>The platform's JWT, which carries REST calls (PROTOCOL.md §3), where it is signed with the shared key.</summary>
public static class PlatformToken
{
    /// <summary>Its <c>iss</c>.</summary>
    public const string Issuer = "m4sh-platform";

    /// <summary>Its <c>aud</c>; also of another issuer's tokens.</summary>
    public const string Audience = "m4sh-api";

    /// <summary>The claim that may say <see cref="Admin"/>.</summary>
    public const string RoleClaim = "role";

    /// <summary>The role that sees every session.</summary>
    public const string Admin = "admin";

    /// <summary>RFC 7518 §3.2: a key for HS256 has at least the size of the hash. UTF-8 bytes.</summary>
    public const int MinKeyBytes = 32;
}
