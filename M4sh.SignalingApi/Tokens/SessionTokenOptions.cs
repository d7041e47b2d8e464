using System.Security.Cryptography;
using System.Text;

namespace M4sh.SignalingApi.Tokens;

/// <summary>How session tokens are signed.</summary>
public sealed class SessionTokenOptions
{
    /// <summary>The configuration key of <see cref="Secret"/>.</summary>
    public const string SecretName = "WEBRTC_TOKEN_SECRET";

    /// <summary>The secret's UTF-8 bytes sign, at least 32; without one, a key derived from the platform's signing key does.</summary>
    public string? Secret { get; set; }

    internal byte[] Key(AuthOptions auth) => string.IsNullOrEmpty(Secret)
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, auth.SigningKeyBytes, AuthOptions.MinKeyBytes, info: "m4sh-signaling"u8.ToArray())
        : Encoding.UTF8.GetBytes(Secret);
}
