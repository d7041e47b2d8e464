namespace M4sh.Console.Runs;

/// <summary>One number of two test calls.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Side">Whose; null: of the call.</param>
/// <param name="Unit">Of both.</param>
/// <param name="A">The first's; null: not measured.</param>
/// <param name="B">The second's; null: not measured.</param>
/// <param name="IsMoreBetter">Else less is.</param>
public sealed record ComparedValue(string Key, string Title, string? Side, string Unit, double? A, double? B, bool IsMoreBetter)
{
    // As many digits as are shown: what looks the same is the same.
    private const int Digits = 2;

    public double? Difference => B is { } b && A is { } a ? Math.Round(b, Digits) - Math.Round(a, Digits) : null;

    /// <summary>Positive: B is better, negative: A; 0: neither; null: not to be compared.</summary>
    public int? Better => Difference is { } difference ? Math.Sign(difference) * (IsMoreBetter ? 1 : -1) : null;
}
