namespace M4sh.Console.Access;

internal static class AccessPaths
{
    public const string Login = "/login";
    public const string Logout = "/logout";
    public const string OidcCallback = "/signin-oidc";

    /// <summary>Whoever asks there is a program: it is told 401, not sent to a page.</summary>
    public static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api");
}
