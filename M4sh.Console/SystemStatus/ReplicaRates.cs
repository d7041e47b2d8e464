namespace M4sh.Console.SystemStatus;

/// <summary>What a replica did between two scrapes.</summary>
/// <param name="Messages">Signaling messages from clients, a second.</param>
/// <param name="Samples">Quality samples stored, a second.</param>
/// <param name="Requests">HTTP requests answered, a second.</param>
/// <param name="Failures">Those answered 5xx, a second.</param>
/// <param name="Cpu">Cores in use.</param>
/// <param name="Relay">From a message's arrival to its hand-over, on average; null where none was relayed.</param>
public sealed record ReplicaRates(double Messages, double Samples, double Requests, double Failures, double Cpu, TimeSpan? Relay)
{
    /// <summary>The shortest time over which a rate says anything.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    /// <returns>Null: they are too close to each other.</returns>
    public static ReplicaRates? Between(ReplicaNumbers before, ReplicaNumbers after, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var elapsed = time.GetElapsedTime(before.Timestamp, after.Timestamp);
        if (elapsed < Shortest)
            return null;

        var relays = Increase(before.RelaysTotal, after.RelaysTotal);
        return new(
            PerSecond(numbers => numbers.MessagesTotal),
            PerSecond(numbers => numbers.SamplesTotal),
            PerSecond(numbers => numbers.RequestsTotal),
            PerSecond(numbers => numbers.FailuresTotal),
            PerSecond(numbers => numbers.CpuSecondsTotal),
            relays > 0 ? TimeSpan.FromSeconds(Increase(before.RelaySecondsTotal, after.RelaySecondsTotal) / relays) : null);

        double PerSecond(Func<ReplicaNumbers, double> total) => Increase(total(before), total(after)) / elapsed.TotalSeconds;
    }

    // A counter that has fallen began anew with its process, as Prometheus takes it.
    private static double Increase(double before, double after) => after < before ? after : after - before;
}
