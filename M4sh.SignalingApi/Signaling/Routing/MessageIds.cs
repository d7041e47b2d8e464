using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>The same id again changes nothing and gets the same answer (PROTOCOL §5), on whatever connection and replica.</summary>
internal sealed class MessageIds(RelayLog log)
{
    /// <summary>For what is relayed: taking it looks the id up and keeps the ack, so only a refusal costs something here.</summary>
    public async Task<Ack> RelayAsync(SignalingPeer peer, string? id, Func<Task<Ack>> relay)
    {
        try
        {
            return await relay();
        }
        catch (M4shException refusal) when (Counts(peer, id) && IsAnswer(refusal))
        {
            return (await log.SettleAsync(peer, id!, StoredAnswer.Of(refusal))).ToAck(id);
        }
    }

    /// <summary>For everything else.</summary>
    public async Task<Ack> OnceAsync(SignalingPeer peer, string? id, Func<Task<Ack>> act)
    {
        if (!Counts(peer, id))
            return await act();

        if (await log.RecallAsync(peer, id!) is { } before)
            return before.ToAck(id);

        return await RelayAsync(peer, id, async () => (await log.SettleAsync(peer, id!, StoredAnswer.Of(await act()))).ToAck(id));
    }

    // What is wrong with the id itself, or with being here, says nothing about the message.
    private static bool Counts(SignalingPeer peer, string? id) => id is { Length: > 0 and <= ClientMessage.MaxIdLength } && peer.HasJoined;

    // These tell the client to try again, with the same id.
    private static bool IsAnswer(M4shException refusal) => refusal.Code is not (ErrorCodes.Unavailable or ErrorCodes.RateLimited);
}
