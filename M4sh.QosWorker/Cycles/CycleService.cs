using System.Diagnostics;
using M4sh.QosWorker.Startup;

namespace M4sh.QosWorker.Cycles;

/// <summary>Does its work once the database is ready and then at every interval, whatever goes wrong.</summary>
/// <typeparam name="TResult">What a cycle did.</typeparam>
public abstract partial class CycleService<TResult>(StartupState startup, TimeProvider timeProvider, TimeSpan interval, ILogger logger) : BackgroundService
{
    private bool _failing;

    internal abstract Task<TResult> RunCycleAsync(CancellationToken cancellationToken);

    /// <summary>What a cycle's span tells of what it did. A cycle is about all sessions at once: it counts them, and names none.</summary>
    protected abstract void Describe(Activity span, TResult result);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(interval, timeProvider);
        do
        {
            await GuardAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GuardAsync(CancellationToken stoppingToken)
    {
        var name = GetType().Name;
        using var activity = WorkerTelemetry.Source.StartActivity(name);
        try
        {
            var result = await RunCycleAsync(stoppingToken);
            if (activity is not null)
                Describe(activity, result);

            Log.Done(logger, name, result);
            if (_failing)
            {
                _failing = false;
                Log.Recovered(logger, name);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);

            // Said once, not at every interval for as long as Postgres is away.
            // Where from is of interest only where it is not simply that nobody answers.
            var level = _failing ? LogLevel.Debug : LogLevel.Error;
            var cause = exception.GetBaseException();
            Log.Failed(logger, level, name, cause.Message, exception.IsPostgresAway ? null : exception);
            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Cycle} did {Result}")]
        public static partial void Done(ILogger logger, string cycle, TResult result);

        [LoggerMessage("{Cycle} failed and will be tried again at the next interval: {Reason}")]
        public static partial void Failed(ILogger logger, LogLevel level, string cycle, string reason, Exception? exception);

        [LoggerMessage(LogLevel.Information, "{Cycle} works again")]
        public static partial void Recovered(ILogger logger, string cycle);
    }
}
