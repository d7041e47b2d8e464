namespace M4sh.QosWorker.Cycles;

internal static class CycleTimeouts
{
    /// <summary>The work of a busy day in one statement takes longer than a request may.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromMinutes(5);
}
