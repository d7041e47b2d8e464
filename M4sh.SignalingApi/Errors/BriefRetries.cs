using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace M4sh.SignalingApi.Errors;

/// <summary>Tries again what failed at once, as when Postgres restarts, but not what was waited for in vain: the caller has waited enough by then.</summary>
internal sealed class BriefRetries(ExecutionStrategyDependencies dependencies) : NpgsqlRetryingExecutionStrategy(dependencies, Retries, MaxDelay, errorCodesToAdd: null)
{
    private const int Retries = 3;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(400);

    protected override bool ShouldRetryOn(Exception? exception) =>
        exception is not (TimeoutException or NpgsqlException { InnerException: TimeoutException }) && base.ShouldRetryOn(exception);
}
