using M4sh.Contracts.Errors;
using M4sh.Data;
using M4sh.SignalingApi.Errors;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// Does once, before the first request is taken, what the first call would otherwise wait for: EF's model, its queries and its writes. Nothing is left in the
/// database. Where the database is away the service starts all the same, cold.
/// </summary>
internal sealed partial class SessionWarmUp(IServiceScopeFactory scopes, ILogger<SessionWarmUp> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Caller Nobody = new("warm-up", IsAdmin: true);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var sessions = scope.ServiceProvider.GetRequiredService<SessionService>();
            await sessions.ListAsync(new(null, null, 1, null), Nobody, patience.Token);
            await CreateAndRollBackAsync(sessions, scope.ServiceProvider.GetRequiredService<M4shDbContext>(), patience.Token);
            await sessions.JoinAsync(Guid.Empty, Nobody, null, patience.Token);
        }
        catch (M4shException exception) when (exception.Code == ErrorCodes.NotFound)
        {
            // There is no session to join, as expected: the way there is warm.
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Cold(logger, exception.GetType().Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task CreateAndRollBackAsync(SessionService sessions, M4shDbContext db, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await sessions.CreateAsync(new(), Nobody, token);
            await transaction.RollbackAsync(token);
            db.ChangeTracker.Clear();
        }, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The service starts cold, its first calls will be slow: {Reason}")]
        public static partial void Cold(ILogger logger, string reason);
    }
}
