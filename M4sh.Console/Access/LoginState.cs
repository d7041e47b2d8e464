namespace M4sh.Console.Access;

/// <summary>What the login page says first.</summary>
public static class LoginState
{
    public const string LoggedOut = "logged-out";
    public const string ProviderRefused = "refused";
    public const string WrongToken = "wrong-token";
    public const string TooMany = "too-many";
    public const string PageTooOld = "page-too-old";
}
