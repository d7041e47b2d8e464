using M4sh.Client;

namespace M4sh.Console.Access;

/// <summary>API clients, each in the name of one user.</summary>
public sealed class PlatformClients(M4shClientFactory factory, PlatformTokens tokens)
{
    public M4shClient For(PlatformUser user) => factory.Create(tokens.For(user));
}
