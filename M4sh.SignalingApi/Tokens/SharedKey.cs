using System.Text;
using M4sh.Contracts.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>One of several keys while they are rotated.</summary>
public sealed class SharedKey
{
    public const int MinBytes = PlatformToken.MinKeyBytes;

    /// <summary>The <c>kid</c> of the tokens that it signs. Without one, such tokens carry none and are checked with every key.</summary>
    public string? Id { get; set; }

    /// <summary>The key: the UTF-8 bytes of this text, at least 32.</summary>
    public string Key { get; set; } = "";

    internal bool IsLongEnough => Encoding.UTF8.GetByteCount(Key) >= MinBytes;

    internal SymmetricSecurityKey ToSecurityKey() => new(Encoding.UTF8.GetBytes(Key)) { KeyId = Id };
}
