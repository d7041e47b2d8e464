namespace M4sh.Client.Signaling;

/// <summary>Doubling pauses with chance, so that the clients of a dead server do not come back all at once.</summary>
internal static class ReconnectBackoff
{
    private const double Spread = 1.0 / 3;
    private const int MaxDoublings = 20;

    /// <param name="attempt">From 0.</param>
    /// <param name="chance">0 to 1.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="longest">No pause is longer.</param>
    public static TimeSpan Delay(int attempt, double chance, TimeSpan first, TimeSpan longest)
    {
        var doubled = first * Math.Pow(2, Math.Min(attempt, MaxDoublings));
        var jittered = doubled * (1 + (Spread * ((2 * chance) - 1)));
        return jittered < longest ? jittered : longest;
    }
}
