using System.Diagnostics;
using System.Threading.Channels;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using M4sh.QosWorker.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.QosWorker.Tests.Cycles;

public sealed class CycleServiceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly StartupState _startup = new();
    private readonly ListLogger _logger = new();

    [Fact]
    public async Task Execute_BeforeTheDatabaseIsReady_RunsNothing()
    {
        using var cycle = new RecordingCycle(_startup, _time, _logger);
        await cycle.StartAsync(TestContext.Current.CancellationToken);
        _time.Advance(Interval * 3);
        Assert.Equal(0, cycle.Runs);

        _startup.SetReady();

        Assert.Equal(1, await cycle.NextAsync());
        await cycle.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Execute_CycleFails_GoesOnAtTheNextIntervalAndSaysSoOnce()
    {
        _startup.SetReady();
        using var cycle = new RecordingCycle(_startup, _time, _logger) { FailsUntil = 3 };
        await cycle.StartAsync(TestContext.Current.CancellationToken);

        for (var run = 1; run <= 4; run++)
        {
            Assert.Equal(run, await cycle.NextAsync());
            await _logger.NextAsync();
            _time.Advance(Interval);
        }

        await cycle.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _logger.Levels.Count(level => level == LogLevel.Error));
    }

    private sealed class RecordingCycle(StartupState startup, TimeProvider timeProvider, ILogger logger)
        : CycleService<int>(startup, timeProvider, Interval, logger)
    {
        private readonly Channel<int> _runs = Channel.CreateUnbounded<int>();

        public int Runs { get; private set; }

        public int FailsUntil { get; init; }

        public ValueTask<int> NextAsync() => _runs.Reader.ReadAsync(TestContext.Current.CancellationToken);

        protected override void Describe(Activity span, int result) => span.SetTag("run", result);

        internal override Task<int> RunCycleAsync(CancellationToken cancellationToken)
        {
            Runs++;
            _runs.Writer.TryWrite(Runs);
            return Runs <= FailsUntil ? throw new InvalidOperationException("Postgres is away") : Task.FromResult(Runs);
        }
    }
}
