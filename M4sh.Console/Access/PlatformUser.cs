namespace M4sh.Console.Access;

/// <summary>Somebody in whose name the console calls the API.</summary>
/// <param name="Id">The token's <c>sub</c>.</param>
/// <param name="Name">What others see.</param>
/// <param name="IsAdmin">Sees every session.</param>
public sealed record PlatformUser(string Id, string Name, bool IsAdmin = false)
{
    /// <summary>The console itself, for its own reads.</summary>
    public static PlatformUser Console { get; } = new("m4sh-console", "M4sh console", IsAdmin: true);
}
