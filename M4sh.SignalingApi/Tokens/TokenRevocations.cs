using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Tokens;

/// <summary>
/// Which session tokens count no more (PROTOCOL §6): single ones by their <c>jti</c> in Redis for as long as they would have lived; a
/// user's by the row in Postgres, which a lost Redis does not lift. While either is away nothing can be said, and it throws.
/// </summary>
public sealed class TokenRevocations(
    IConnectionMultiplexer redis, IServiceScopeFactory scopes, IOptions<FailureOptions> failures, TimeProvider time)
{
    /// <summary>Replicas' clocks may be this far apart.</summary>
    internal static readonly TimeSpan ReplicaClockTolerance = TimeSpan.FromSeconds(1);

    private const int MostAtOnce = 1_000;
    private const string Revoked = "revoked";
    private const string Refreshed = "refreshed";
    private static readonly TimeSpan MinTimeToLive = TimeSpan.FromSeconds(1);

    /// <summary>Up to when, in whole seconds, tokens must have been issued that a user's revocation covers: also one that another replica issued just before.</summary>
    public static DateTimeOffset Until(DateTimeOffset now) => DateTimeOffset.FromUnixTimeSeconds((now + ReplicaClockTolerance).ToUnixTimeSeconds());

    /// <summary>The token opens no connection any more; its live ones are <see cref="Sessions.ISessionNotifier"/>'s.</summary>
    public Task RevokeAsync(SessionToken token) => SetAsync(token, Revoked, When.Always);

    /// <summary>The token opens no connection any more, but a live one stays.</summary>
    /// <returns>False when it was refreshed or revoked already.</returns>
    public Task<bool> TryRefreshAsync(SessionToken token) => SetAsync(token, Refreshed, When.NotExists);

    /// <summary>Whether the token opens no connection.</summary>
    public async Task<bool> IsRevokedAsync(SessionToken token, CancellationToken cancellationToken) =>
        await StateAsync(token) is not null || await IsRevokedByUserInTimeAsync(token, cancellationToken);

    /// <summary>The part of it that is not in Postgres: whether this very token does not; or where its connection is live, whether that has to close.</summary>
    public async Task<bool> IsRevokedItselfAsync(SessionToken token, bool isLive) =>
        await StateAsync(token) is { } state && (!isLive || state == Revoked);

    /// <summary>Which of these tokens hold no live connection open any more: asked of all at once.</summary>
    public async Task<IReadOnlyCollection<SessionToken>> WithoutConnectionsAsync(IReadOnlyCollection<SessionToken> tokens, CancellationToken cancellationToken)
    {
        var ended = new HashSet<SessionToken>(ReferenceEqualityComparer.Instance);
        foreach (var some in tokens.Chunk(MostAtOnce))
        {
            var states = await Task.WhenAll(some.Select(StateAsync));
            var byUser = await OfSessionsAsync([.. some.Select(token => token.SessionId).Distinct()], cancellationToken);
            foreach (var (token, state) in some.Zip(states))
            {
                if (state == Revoked || byUser[(token.SessionId, token.UserId)].Any(revocation => revocation.Barred || revocation.RevokedUntil >= token.IssuedAt))
                    ended.Add(token);
            }
        }

        return ended;
    }

    private Task<bool> SetAsync(SessionToken token, string state, When when)
    {
        ArgumentNullException.ThrowIfNull(token);
        var left = token.ExpiresAt + TokenChecks.ClockSkew - time.GetUtcNow();
        return redis.GetDatabase().StringSetAsync(Key(token), state, left > MinTimeToLive ? left : MinTimeToLive, when: when).TracedAsync("SET");
    }

    private async Task<string?> StateAsync(SessionToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return await redis.GetDatabase().StringGetAsync(Key(token)).TracedAsync("GET");
    }

    /// <summary>What it waited for in vain goes on, in a scope of its own, until it ends by itself.</summary>
    private Task<bool> IsRevokedByUserInTimeAsync(SessionToken token, CancellationToken cancellationToken) =>
        IsRevokedByUserAsync(token, cancellationToken).WaitAsync(failures.Value.PostgresTimeout, time, cancellationToken);

    private async Task<bool> IsRevokedByUserAsync(SessionToken token, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        var (sessionId, userId, issuedAt) = (token.SessionId, token.UserId, token.IssuedAt);
        return await db.TokenRevocations.AnyAsync(
            revocation => revocation.SessionId == sessionId && revocation.UserId == userId
                && (revocation.Barred || revocation.RevokedUntil >= issuedAt),
            cancellationToken);
    }

    private async Task<ILookup<(Guid, string), TokenRevocationEntity>> OfSessionsAsync(Guid[] sessionIds, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        var revocations = await db.TokenRevocations.AsNoTracking().Where(revocation => sessionIds.Contains(revocation.SessionId)).ToListAsync(cancellationToken);
        return revocations.ToLookup(revocation => (revocation.SessionId, revocation.UserId));
    }

    private static RedisKey Key(SessionToken token) => $"m4sh:token:revoked:{token.Id}";
}
