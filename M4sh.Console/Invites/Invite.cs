namespace M4sh.Console.Invites;

/// <summary>A link's token. Nothing can be read from it; what it opens is kept on the server.</summary>
/// <param name="Token">A secret, of letters that an address may hold.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
public sealed record Invite(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Where guests come in.</summary>
    public const string Path = "/guest";

    /// <param name="console">The console's address.</param>
    public Uri AddressAt(Uri console) => new(console, $"{Path}/{Token}");
}
