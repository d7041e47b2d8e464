namespace M4sh.Client.Signaling;

/// <summary>Doubling pauses with chance, so that the clients of a dead server do not come back all at once.</summary>
internal static class ReconnectBackoff
{
    private const double Spread = 1.0 / 3;
    private const double StopSpread = 4;
    private const int MaxDoublings = 20;

    /// <param name="attempt">From 0.</param>
    /// <param name="chance">0 to 1.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="longest">No pause is longer.</param>
    public static TimeSpan Delay(int attempt, double chance, TimeSpan first, TimeSpan longest)
    {
        // Bounded before chance has its part: afterwards all would wait equally long in the end.
        var doubled = first * Math.Pow(2, Math.Min(attempt, MaxDoublings));
        var most = longest / (1 + Spread);
        return (doubled < most ? doubled : most) * (1 + (Spread * ((2 * chance) - 1)));
    }

    /// <summary>The first pause after a server said that it stops: to all its clients at once.</summary>
    public static TimeSpan DelayAfterStop(double chance, TimeSpan first) => first * (1 + (StopSpread * chance));
}
