namespace M4sh.Console.Access;

/// <summary>Where a login leads: never to another site.</summary>
public static class ReturnUrl
{
    public const string Parameter = "returnUrl";

    // Browsers read \ as /, and drop tabs and line breaks: "/\t/evil.example" is another site to them.
    public static string Of(string? given) =>
        given is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !given.Any(char.IsControl) ? given : "/";
}
