namespace M4sh.Console.Access;

/// <summary>An OpenID Connect provider: code flow with PKCE (RFC 7636).</summary>
public sealed class OidcOptions
{
    /// <summary>Its issuer's address, https, or http on loopback. Default none: logins are by token.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    /// <summary>None for a public client. A secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What is asked for. Default <c>openid profile</c>.</summary>
    public string Scope { get; set; } = "openid profile";

    internal bool IsOn => !string.IsNullOrEmpty(Authority);

    internal bool IsSecure => Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    internal string? Problem =>
        !IsOn ? null
        : !IsSecure && !IsLocal ? $"{nameof(Authority)} must be an https address (http only on loopback)."
        : string.IsNullOrEmpty(ClientId) ? $"{nameof(ClientId)} must be given with {nameof(Authority)}."
        : null;

    private bool IsLocal => Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback;
}
