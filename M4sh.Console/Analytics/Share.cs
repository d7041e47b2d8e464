namespace M4sh.Console.Analytics;

/// <summary>A part of a whole.</summary>
/// <param name="Name">For people.</param>
/// <param name="Count">How many.</param>
/// <param name="Percent">Of all.</param>
public sealed record Share(string Name, long Count, double Percent)
{
    public const string NotReported = "not reported";
}
