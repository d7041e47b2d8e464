namespace M4sh.Console.Verdicts;

/// <summary>Whether a call kept its limits.</summary>
/// <param name="Profile">The limits' name.</param>
/// <param name="Checks">Each of them.</param>
/// <param name="Problem">The code of what ended the call before its time; null where nothing did.</param>
public sealed record Verdict(string Profile, IReadOnlyList<VerdictCheck> Checks, string? Problem)
{
    public bool Passed => Problem is null && Checks.All(check => check.Passed);
}
