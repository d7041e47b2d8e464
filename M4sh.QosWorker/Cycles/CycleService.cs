using System.Diagnostics;
using M4sh.QosWorker.Startup;

namespace M4sh.QosWorker.Cycles;

/// <summary>Does its work once the database is ready and then at every interval, whatever goes wrong.</summary>
/// <typeparam name="TResult">What a cycle did.</typeparam>
public abstract partial class CycleService<TResult>(StartupState startup, TimeProvider timeProvider, TimeSpan interval, ILogger logger) : BackgroundService
{
    private bool _failing;

    internal abstract Task<TResult> RunCycleAsync(CancellationToken cancellationToken);

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
            Log.Failed(logger, _failing ? LogLevel.Debug : LogLevel.Error, name, exception);
            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Cycle} did {Result}")]
        public static partial void Done(ILogger logger, string cycle, TResult result);

        [LoggerMessage("{Cycle} failed and will be tried again at the next interval")]
        public static partial void Failed(ILogger logger, LogLevel level, string cycle, Exception exception);

        [LoggerMessage(LogLevel.Information, "{Cycle} works again")]
        public static partial void Recovered(ILogger logger, string cycle);
    }
}
