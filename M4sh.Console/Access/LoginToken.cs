using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

/// <summary>What logs in where there is no provider.</summary>
public sealed class LoginToken
{
    private readonly byte[] _hash;

    public LoginToken(IOptions<LoginOptions> options)
    {
        var given = options.Value.Token;
        Generated = given is null ? RandomNumberGenerator.GetHexString(32, lowercase: true) : null;
        _hash = HashOf(given ?? Generated!);
        Origin = given is null ? "token" : $"token:{Convert.ToHexStringLower(_hash)[..16]}";
    }

    /// <summary>The token where it was made here; null where it is configured, and its owner knows it.</summary>
    public string? Generated { get; }

    /// <summary>
    /// Kept with a login: another configured token ends the logins of the one before. Those of a generated one outlive a restart, as
    /// nobody chose to end them.
    /// </summary>
    public string Origin { get; }

    /// <summary>Takes as long for any token.</summary>
    public bool Matches(string? token) => CryptographicOperations.FixedTimeEquals(_hash, HashOf(token ?? ""));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
