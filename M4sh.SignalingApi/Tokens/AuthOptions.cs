using System.Text;

namespace M4sh.SignalingApi.Tokens;

/// <summary>How platform tokens are checked.</summary>
public sealed class AuthOptions
{
    public const string SectionName = "Auth";

    /// <summary>RFC 7518 §3.2: a key for HS256 has at least the size of the hash.</summary>
    public const int MinKeyBytes = 32;

    /// <summary>The key shared with the platform: the UTF-8 bytes of this text, at least 32.</summary>
    public string SigningKey { get; set; } = "";

    internal byte[] SigningKeyBytes => Encoding.UTF8.GetBytes(SigningKey);
}
