using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace M4sh.Turn;

/// <summary>Credentials of the TURN REST API, draft-uberti-behave-turn-rest-00.</summary>
public static class TurnCredential
{
    /// <summary>Who may use it, and until when.</summary>
    /// <param name="expires">When it ends.</param>
    /// <param name="userId">Whose it is.</param>
    /// <returns>The credential's name.</returns>
    public static string UsernameOf(DateTimeOffset expires, string userId) => $"{expires.ToUnixTimeSeconds()}:{userId}";

    /// <summary>The credential that belongs to a name.</summary>
    /// <param name="secret">The secret shared with the server.</param>
    /// <param name="username">The name.</param>
    /// <returns>The credential.</returns>
    [SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA1 is what TURN servers check.")]
    public static string Of(string secret, string username) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));
}
