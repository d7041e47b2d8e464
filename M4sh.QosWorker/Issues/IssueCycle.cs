using System.Diagnostics;
using M4sh.Contracts.Qos.Issues;
using M4sh.Data;
using M4sh.Data.Issues;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using M4sh.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Issues;

/// <summary>Searches the calls of which there is news for issues. Several workers may be at it: each call is searched by one at a time.</summary>
public sealed partial class IssueCycle(
    IServiceScopeFactory scopes,
    IOptions<IssueCycleOptions> options,
    IOptions<IssueOptions> issueOptions,
    WorkerTelemetry telemetry,
    ServiceInstance instance,
    StartupState startup,
    TimeProvider timeProvider,
    ILogger<IssueCycle> logger)
    : CycleService<IssueResult>(startup, timeProvider, options.Value.Interval, logger)
{
    private readonly TimeProvider _time = timeProvider;
    private readonly ILogger<IssueCycle> _logger = logger;

    internal override async Task<IssueResult> RunCycleAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var (sessions, issues) = (0, 0);
        int before;
        do
        {
            // A scope a batch: what EF keeps of the calls is let go.
            await using var scope = scopes.CreateAsyncScope();
            var scans = new IssueScans(scope.ServiceProvider.GetRequiredService<M4shDbContext>(), issueOptions.Value, instance.Id);
            before = sessions;
            foreach (var id in await scans.FindDueAsync(now, options.Value.BatchSize, cancellationToken))
            {
                if (await scans.ScanAsync(id, options.Value.Interval, now, cancellationToken) is not { } raised)
                    continue;

                sessions++;
                issues += raised.Count;
                foreach (var issue in raised)
                    Tell(id, issue);
            }
        }
        while (sessions - before >= options.Value.BatchSize);
        return new(sessions, issues);
    }

    protected override void Describe(Activity span, IssueResult result) =>
        span
            .SetTag("m4sh.issues.sessions", result.Sessions)
            .SetTag("m4sh.issues.raised", result.Issues);

    private void Tell(Guid sessionId, CallIssue issue)
    {
        telemetry.CountIssue(issue.Type, issue.Severity);
        Log.Raised(_logger, issue.Severity, issue.Type, sessionId);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Found {Severity} {Type} in session {SessionId}")]
        public static partial void Raised(ILogger logger, IssueSeverity severity, IssueType type, Guid sessionId);
    }
}
