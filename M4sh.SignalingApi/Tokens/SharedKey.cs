using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>One of several keys while they are rotated.</summary>
public sealed class SharedKey
{
    /// <summary>RFC 7518 §3.2: a key for HS256 has at least the size of the hash.</summary>
    public const int MinBytes = 32;

    /// <summary>The <c>kid</c> of the tokens that it signs. Without one, such tokens carry none and are checked with every key.</summary>
    public string? Id { get; set; }

    /// <summary>The key: the UTF-8 bytes of this text, at least 32.</summary>
    public string Key { get; set; } = "";

    internal bool IsLongEnough => Encoding.UTF8.GetByteCount(Key) >= MinBytes;

    internal SymmetricSecurityKey ToSecurityKey() => new(Encoding.UTF8.GetBytes(Key)) { KeyId = Id };
}
