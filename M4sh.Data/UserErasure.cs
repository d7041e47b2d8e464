using System.Text.Json;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Data;

/// <summary>
/// Erases what is known of how a user's calls went: samples, names and addresses are deleted, and a random id stands for the user in rollups and
/// events. Who created a session and took part in it stays: it decides who may see it.
/// </summary>
public sealed class UserErasure(M4shDbContext db)
{
    /// <summary>A user of years is in many rows, and rolling up what waits may have to end first.</summary>
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(30);

    /// <summary>All of it, or nothing. Again: nothing is left to do.</summary>
    public Task EraseAsync(string userId, string randomId, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(StatementTimeout);
        return db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);

            // A roll-up that has read the samples already must not write the user's id after this.
            await QosRollup.LockAsync(db, token);
            await db.Participants.Where(participant => participant.UserId == userId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(participant => participant.DisplayName, (string?)null).SetProperty(participant => participant.CandidatePair, (JsonElement?)null), token);
            await DeleteSamplesAsync(userId, token);
            foreach (var table in (string[])[QosPartitions.Minutes, "qos_session_hours"])
                await RenameRollupsAsync(table, userId, randomId, token);

            await RenameEventsAsync(userId, randomId, token);
            await db.Issues.Where(issue => issue.UserId == userId)
                .ExecuteUpdateAsync(set => set.SetProperty(issue => issue.UserId, randomId), token);
            await transaction.CommitAsync(token);
        }, cancellationToken);
    }

    // By session, as the samples are indexed.
    private Task<int> DeleteSamplesAsync(string userId, CancellationToken cancellationToken)
    {
        var delete = $"DELETE FROM {QosPartitions.Samples} WHERE user_id = {{0}} AND session_id IN (SELECT session_id FROM participants WHERE user_id = {{0}})";
        return db.Database.ExecuteSqlRawAsync(delete, [userId], cancellationToken);
    }

    private Task<int> RenameRollupsAsync(string table, string userId, string randomId, CancellationToken cancellationToken)
    {
        var rename = $"UPDATE {table} SET user_id = {{1}} WHERE user_id = {{0}} AND session_id IN (SELECT session_id FROM participants WHERE user_id = {{0}})";
        return db.Database.ExecuteSqlRawAsync(rename, [userId, randomId], cancellationToken);
    }

    // Also of what the user did to others, and without the words it gave for it.
    private Task<int> RenameEventsAsync(string userId, string randomId, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        UPDATE session_events SET
            user_id = CASE WHEN user_id = {userId} THEN {randomId} ELSE user_id END,
            data = CASE WHEN data ->> 'by' = {userId} THEN jsonb_set(data, ARRAY['by'], to_jsonb({randomId}::text))
                        WHEN type = 'left' THEN NULL
                        ELSE data - 'text' END
        WHERE user_id = {userId} OR data ->> 'by' = {userId}
        """, cancellationToken);
}
