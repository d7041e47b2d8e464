using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>
/// How platform tokens are checked: with keys shared with the platform, against an OIDC issuer, or both. To rotate a shared key without a
/// pause, add the new one at the end of <see cref="SigningKeys"/>, let the platform sign with it, then take the old one away.
/// </summary>
public sealed class AuthOptions
{
    public const string SectionName = "Auth";

    /// <summary>The key shared with the platform: the UTF-8 bytes of this text, at least 32. The first key, where there are several.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>Shared keys, all accepted; the first signs the development tokens, and session tokens derive from it. Default none.</summary>
    public IList<SharedKey> SigningKeys { get; init; } = [];

    /// <summary>
    /// An OIDC issuer with discovery: its tokens are accepted (RS*, PS*, ES*), and shared keys only if given too. https, or http on
    /// loopback. Default none.
    /// </summary>
    public Uri? Authority { get; set; }

    /// <summary>A token with an unknown key makes the issuer's keys be fetched anew, this often at most. Default 30 s.</summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the issuer is waited for, until the token's bearer is told <c>unavailable</c>. Default 1.5 s.</summary>
    public TimeSpan IssuerTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    internal IReadOnlyList<SharedKey> SharedKeys =>
        [.. SigningKey.Length > 0 ? (IEnumerable<SharedKey>)[new() { Key = SigningKey }] : [], .. SigningKeys];

    internal IReadOnlyList<SymmetricSecurityKey> SecurityKeys => [.. SharedKeys.Select(key => key.ToSecurityKey())];
}
