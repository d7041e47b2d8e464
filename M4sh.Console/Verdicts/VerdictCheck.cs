namespace M4sh.Console.Verdicts;

/// <summary>One limit and what was measured of it.</summary>
/// <param name="Key">The limit's stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Side">Whose measurement; null: of the call.</param>
/// <param name="Value">What was measured; null: nothing was, which never passes.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Unit">Of both.</param>
/// <param name="IsAtLeast">The value must not be below the limit; else not above it.</param>
public sealed record VerdictCheck(string Key, string Title, string? Side, double? Value, double Limit, string Unit, bool IsAtLeast = false)
{
    public bool Passed => Value is { } value && (IsAtLeast ? value >= Limit : value <= Limit);
}
