using System.Diagnostics;
using System.Globalization;

namespace M4sh.Bench.Signaling;

/// <summary>What a call costs while there are others: 10, 100, 1,000, 10,000 sessions whose peers are joined and idle. And what those cost by themselves.</summary>
internal static class GrowthBench
{
    private const int First = 10;
    private const int Step = 10;
    private const int CallsASecond = 50;
    private const int CallsAtOnce = 500;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Contender bare, Contender contender, int most, int calls, CancellationToken cancellationToken)
    {
        Console.WriteLine();
        Console.WriteLine("| sessions beside | CPU a call, ms | × bare | CPU of them alone, ms a second |");
        Console.WriteLine("|---|---|---|---|");
        List<Call> held = [];
        try
        {
            for (var sessions = First; sessions <= most; sessions *= Step)
            {
                await HoldAsync(contender, held, sessions, cancellationToken);
                var (cpu, watch) = (contender.Cpu(), Stopwatch.StartNew());
                await Task.Delay(Idle, cancellationToken);
                var idle = (contender.Cpu() - cpu) / watch.Elapsed;
                var call = await SignalingBench.CpuAsync(contender, calls, CallsASecond, cancellationToken) - (idle * TimeSpan.FromSeconds(1).TotalMilliseconds / CallsASecond);
                var bareCall = await SignalingBench.CpuAsync(bare, calls, CallsASecond, cancellationToken);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {sessions:N0} | {call:F2} | {call / bareCall:F2} | {idle * TimeSpan.FromSeconds(1).TotalMilliseconds:F1} |"));
            }
        }
        finally
        {
            await SignalingBench.CloseAsync(held);
        }
    }

    private static async Task HoldAsync(Contender contender, List<Call> held, int sessions, CancellationToken cancellationToken)
    {
        while (held.Count < sessions)
        {
            var more = await contender.OpenAsync(Math.Min(CallsAtOnce, sessions - held.Count));
            held.AddRange(more);
            await SignalingBench.ConnectAsync(more, cancellationToken);
        }
    }
}
