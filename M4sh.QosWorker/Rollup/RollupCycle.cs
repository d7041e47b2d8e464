using System.Diagnostics;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Rollup;

/// <summary>Rolls a participant's samples up into minutes: closed ones, and again those that late samples may have changed.</summary>
public sealed class RollupCycle(
    IServiceScopeFactory scopes, IOptions<RollupOptions> options, StartupState startup, TimeProvider timeProvider, ILogger<RollupCycle> logger)
    : CycleService<RollupResult>(startup, timeProvider, options.Value.Interval, logger)
{
    private readonly TimeProvider _timeProvider = timeProvider;
    private DateTimeOffset? _rolledTo;

    internal override async Task<RollupResult> RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        db.Database.SetCommandTimeout(CycleTimeouts.Command);

        var to = Minute(_timeProvider.GetUtcNow());
        var start = _rolledTo ?? await QosRollup.FindStartAsync(db, cancellationToken) ?? to;
        var from = Minute(start - options.Value.AmendFor);
        var written = 0;
        foreach (var (begin, end) in Chunks(from, to))
        {
            // Oldest first: a worker that is stopped here goes on from the last minute made.
            written += await QosRollup.RollAsync(db, begin, end, cancellationToken);
        }

        _rolledTo = to;
        return new(from, to, written);
    }

    protected override void Describe(Activity span, RollupResult result) =>
        span
            .SetTag("m4sh.rollup.from", result.From.ToString("O"))
            .SetTag("m4sh.rollup.to", result.To.ToString("O"))
            .SetTag("m4sh.rollup.minutes", result.Minutes);

    private IEnumerable<(DateTimeOffset Begin, DateTimeOffset End)> Chunks(DateTimeOffset from, DateTimeOffset to)
    {
        for (var begin = from; begin < to; begin += Minutes(options.Value.Chunk))
        {
            var end = begin + Minutes(options.Value.Chunk);
            yield return (begin, end < to ? end : to);
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => time - TimeSpan.FromTicks(time.UtcTicks % TimeSpan.TicksPerMinute);

    private static TimeSpan Minutes(TimeSpan span) => TimeSpan.FromMinutes(Math.Floor(span.TotalMinutes));
}
