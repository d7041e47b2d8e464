using M4sh.SignalingApi.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace M4sh.SignalingApi.Errors;

/// <summary>Tries again what failed at once, as when Postgres restarts, but not what was waited for in vain: the caller has waited enough by then. All of it within its request's time.</summary>
internal sealed class BriefRetries(ExecutionStrategyDependencies dependencies) : NpgsqlRetryingExecutionStrategy(dependencies, Retries, MaxDelay, errorCodesToAdd: null)
{
    private const int Retries = 3;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(400);

    public override Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        return RequestDeadline.Current is { } deadline ? deadline.WaitForAsync(RunAsync) : RunAsync();

        Task<TResult> RunAsync() => base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken);
    }

    protected override bool ShouldRetryOn(Exception? exception) =>
        exception is not (TimeoutException or NpgsqlException { InnerException: TimeoutException }) && base.ShouldRetryOn(exception);
}
