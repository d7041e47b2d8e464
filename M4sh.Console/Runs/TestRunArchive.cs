using M4sh.Console.Calls;
using M4sh.Console.Problems;

namespace M4sh.Console.Runs;

/// <summary>Keeps every finished test call, whoever made it.</summary>
public sealed partial class TestRunArchive(ITestRunStore store, TimeProvider time, ILogger<TestRunArchive> logger) : ICallArchive
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task<Problem?> KeepAsync(TestCall finished)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await store.AddAsync(TestRun.Of(finished), limit.Token);
            return null;
        }
        catch (Exception exception)
        {
            // A call does not fail because its report cannot be kept.
            Log.NotKept(logger, exception);
            return exception is ProblemException { Problem: var problem } ? problem : Problem.From(exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The report of a test call could not be kept")]
        public static partial void NotKept(ILogger logger, Exception exception);
    }
}
