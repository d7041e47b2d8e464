using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Signaling.Routing;

namespace M4sh.SignalingApi.Signaling;

/// <summary>
/// Brings what happened to a session to those who are connected, on whatever replica. It has happened by then: where Redis is away they are not told, and
/// the caller is answered all the same. What is lost is made good where it must be: <see cref="PresenceBeat"/> tells those of ended sessions, and that
/// somebody left is told when Redis is back (<see cref="Leaves"/>); the next samples come in 5 s. A revocation is nothing without its being told, and fails.
/// </summary>
internal sealed partial class SignalingNotifier(
    RoomStore rooms, PeerDelivery delivery, Leaves leaves, RevocationChannel revocations, TimeProvider time, ILogger<SignalingNotifier> logger) : ISessionNotifier, IQualityNotifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile bool _failing;

    public Task SessionChangedAsync(Guid sessionId, SessionStatus status, EndReason? reason, CancellationToken cancellationToken) => TellAsync(async () =>
    {
        var places = await rooms.PlacesAsync(sessionId);
        await delivery.SendAsync(places.Values, PeerMessages.SessionState.Of(new() { Status = status, EndReason = reason }));
        if (status == SessionStatus.Ended)
        {
            await delivery.SendAsync(places.Values, PeerMessages.Stop(DisconnectReasons.SessionEnded));
            await rooms.DeleteAsync(sessionId);
            await revocations.PublishAsync(new(sessionId, UserId: null, TokenId: null, DisconnectReasons.SessionEnded));
        }
    });

    public Task<bool> PeerLeftAsync(Session session, string userId, string? reason) => TellAsync(() => leaves.TellAsync(session, userId, reason));

    public async Task TokenRevokedAsync(Guid sessionId, string userId, string? tokenId, CancellationToken cancellationToken)
    {
        // Out of the room first, so that its closing connection is not told as a lost one.
        var others = tokenId is null ? (await rooms.LeaveAsync(sessionId, userId, leftAt: null))?.Others ?? [] : [];
        await revocations.PublishAsync(new(sessionId, userId, tokenId));
        await delivery.SendAsync(others, PeerMessages.PeerLeft.Of(new() { UserId = userId, Reason = DisconnectReasons.TokenRevoked }));
    }

    public Task SampledAsync(Guid sessionId, string userId, IReadOnlyList<QosSample> samples) => TellAsync(async () =>
    {
        // Who is not in the room has left or was barred: what they still send is stored, and moves nobody.
        var places = await rooms.PlacesAsync(sessionId);
        if (!places.ContainsKey(userId))
            return;

        foreach (var (user, place) in places)
        {
            List<QosSample> concerning = [.. samples.Where(sample => QualityScore.IsForItsSender(sample) == (user == userId))];
            if (concerning.Count > 0)
                await delivery.SendAsync(place, PeerMessages.Sampled.Of(new() { Samples = concerning }));
        }
    });

    /// <summary>Ends in time and without an error; what it waited for in vain goes on until it ends by itself.</summary>
    /// <returns>Whether they were told by then.</returns>
    private async Task<bool> TellAsync(Func<Task> tell)
    {
        try
        {
            return await GuardAsync(tell).WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            Log.Late(logger);
            return false;
        }
    }

    private async Task<bool> GuardAsync(Func<Task> tell)
    {
        try
        {
            await tell();
            _failing = false;
            return true;
        }
        catch (Exception exception)
        {
            // Said once, not with every request for as long as Redis is away.
            Log.NotTold(logger, _failing ? LogLevel.Debug : LogLevel.Warning, exception);
            _failing = true;
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage("What happened to a session could not be told to those who are connected")]
        public static partial void NotTold(ILogger logger, LogLevel level, Exception exception);

        [LoggerMessage(LogLevel.Debug, "Telling what happened to a session takes long; nobody waits for it")]
        public static partial void Late(ILogger logger);
    }
}
