using System.Collections.Concurrent;
using System.Globalization;
using M4sh.TestSupport;

namespace M4sh.Bench;

/// <summary>Requests that no client would send: none may be answered with a 500, a stack trace, or what belongs to another.</summary>
internal static class FuzzBench
{
    private const int Callers = 16;

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (count, seed) = (options.Get("requests", 100_000), options.Get("seed", 1));
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        using var owner = stack.As("owner");
        var target = await FuzzTarget.CreateAsync(owner, cancellationToken);
        var answers = new ConcurrentDictionary<int, int>();
        ConcurrentQueue<string> findings = [];
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            using var fuzzer = new RestFuzzer(stack.Api, target, stack.TokenOf("mallory"), seed + caller);
            for (var i = caller; i < count && !cancellationToken.IsCancellationRequested; i += Callers)
            {
                var (status, finding) = await fuzzer.SendAsync(cancellationToken);
                answers.AddOrUpdate(status, 1, static (_, number) => number + 1);
                if (finding is not null)
                    findings.Enqueue(finding);
            }
        }));

        foreach (var (status, number) in answers.OrderBy(answer => answer.Key))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{status}: {number}"));
        foreach (var finding in findings.Take(20))
            Console.WriteLine(finding);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} requests, {findings.Count} findings"));
        return findings.IsEmpty ? 0 : 1;
    }
}
