using System.Diagnostics;
using System.Globalization;

namespace M4sh.Bench.Signaling;

/// <summary>Whole calls for a minute at four fifths of the rate that a server can just do: no error, and memory that does not grow.</summary>
internal static class SustainedBench
{
    private const double Share = 0.8;
    private const double BytesAMebibyte = 1024 * 1024;

    private static readonly TimeSpan CollectTime = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Contender contender, double highestRate, TimeSpan length, CancellationToken cancellationToken)
    {
        var rate = Share * highestRate;
        var ready = await contender.OpenAsync(Math.Max(1, (int)(rate * length.TotalSeconds)));
        var before = await CollectedAsync(contender, cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sampling = SampleAsync(contender, done.Token);
        var errors = await Task.WhenAll(ready.Select((call, index) => TryAsync(call, TimeSpan.FromSeconds(index / rate), cancellationToken)));
        await done.CancelAsync();
        var memory = await sampling;
        var after = await CollectedAsync(contender, cancellationToken);
        Console.WriteLine();
        Console.WriteLine("| server | calls | a second | errors | memory at the start, half-time and end, MiB | slope of the second half, MiB a minute | collected before and after, MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {contender.Name} | {ready.Count} | {rate:F0} | {errors.Count(failed => failed)} | {At(memory, 0):F0} / {At(memory, 0.5):F0} / {At(memory, 1):F0} | {SlopeOfSecondHalf(memory):F1} | {before:F0} / {after:F0} |"));
    }

    private static async Task<double> CollectedAsync(Contender contender, CancellationToken cancellationToken)
    {
        await contender.CollectAsync(cancellationToken);
        await Task.Delay(CollectTime, cancellationToken);
        return contender.Memory() / BytesAMebibyte;
    }

    private static async Task<bool> TryAsync(Call call, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        try
        {
            await call.RunAsync(cancellationToken);
            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return true;
        }
        finally
        {
            await call.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<(double Minutes, double Mebibytes)>> SampleAsync(Contender contender, CancellationToken done)
    {
        List<(double, double)> samples = [];
        using var timer = new PeriodicTimer(SampleInterval);
        var watch = Stopwatch.StartNew();
        do
        {
            samples.Add((watch.Elapsed.TotalMinutes, contender.Memory() / BytesAMebibyte));
        }
        while (await NextAsync(timer, done));
        return samples;
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken done)
    {
        try
        {
            return await timer.WaitForNextTickAsync(done);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static double At(IReadOnlyList<(double Minutes, double Mebibytes)> samples, double share) => samples[(int)(share * (samples.Count - 1))].Mebibytes;

    /// <summary>The least squares' line through them.</summary>
    private static double SlopeOfSecondHalf(IReadOnlyList<(double Minutes, double Mebibytes)> samples)
    {
        var half = samples.Skip(samples.Count / 2).ToList();
        var (minutes, mebibytes) = (half.Average(sample => sample.Minutes), half.Average(sample => sample.Mebibytes));
        return half.Sum(sample => (sample.Minutes - minutes) * (sample.Mebibytes - mebibytes)) / half.Sum(sample => Math.Pow(sample.Minutes - minutes, 2));
    }
}
