using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>
/// How session tokens are signed. The first secret signs, all are accepted. To rotate: add the new one at the end everywhere, then put it
/// first, and take the old one away once the last token that it signed has expired (24 h).
/// </summary>
public sealed class SessionTokenOptions
{
    public const string SectionName = "SessionTokens";

    /// <summary>The configuration key of <see cref="Secret"/>.</summary>
    public const string SecretName = "WEBRTC_TOKEN_SECRET";

    private static readonly byte[] Info = [.. "m4sh-signaling"u8];

    /// <summary>The secret's UTF-8 bytes sign, at least 32. The first, where there are several.</summary>
    public string? Secret { get; set; }

    /// <summary>Further secrets. Default none; without any secret, keys derived from the platform's signing keys take their place.</summary>
    public IList<SharedKey> Secrets { get; init; } = [];

    internal IReadOnlyList<SymmetricSecurityKey> SecurityKeys(AuthOptions auth)
    {
        IReadOnlyList<SharedKey> given = [.. string.IsNullOrEmpty(Secret) ? (IEnumerable<SharedKey>)[] : [new() { Key = Secret }], .. Secrets];
        return given.Count > 0 ? [.. given.Select(key => key.ToSecurityKey())] : [.. auth.SecurityKeys.Select(Derive)];
    }

    private static SymmetricSecurityKey Derive(SymmetricSecurityKey key) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Key, SharedKey.MinBytes, info: Info)) { KeyId = key.KeyId };
}
