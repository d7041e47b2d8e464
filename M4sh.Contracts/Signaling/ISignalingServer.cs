using M4sh.Contracts.Qos;

namespace M4sh.Contracts.Signaling;

/// <summary>
/// What a client may call on <c>/hubs/signaling</c> (PROTOCOL.md §5). Each returns the ack, or fails with
/// <c>"code: detail"</c> where the code is one of <see cref="Errors.ErrorCodes"/>.
/// </summary>
public interface ISignalingServer
{
    /// <summary>Takes part; <see cref="ISignalingClient.Joined"/> comes before the ack.</summary>
    /// <param name="message">Empty, or where to resume.</param>
    /// <returns>The ack.</returns>
    Task<Ack> Join(JoinMessage message);

    /// <summary>Hangs up; the connection is closed.</summary>
    /// <param name="message">The reason.</param>
    /// <returns>The ack.</returns>
    Task<Ack> Leave(LeaveMessage message);

    /// <summary>Sends an offer to the other peer.</summary>
    /// <param name="message">The offer.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    Task<Ack> Offer(OfferMessage message);

    /// <summary>Sends an answer to the other peer.</summary>
    /// <param name="message">The answer.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    Task<Ack> Answer(AnswerMessage message);

    /// <summary>Withdraws the client's own open offer; without one, it does nothing.</summary>
    /// <param name="message">Empty.</param>
    /// <returns>The ack, with a <c>seq</c> if there was an offer.</returns>
    Task<Ack> Rollback(RollbackMessage message);

    /// <summary>Sends candidates to the other peer.</summary>
    /// <param name="message">The candidates.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    Task<Ack> IceCandidate(IceCandidateMessage message);

    /// <summary>Tells the other peer that something is muted.</summary>
    /// <param name="message">What.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    Task<Ack> Mute(MuteMessage message);

    /// <summary>Tells the other peer that something is no longer muted.</summary>
    /// <param name="message">What.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    Task<Ack> Unmute(MuteMessage message);

    /// <summary>Stores a sample; the ack means that it is durable.</summary>
    /// <param name="message">The sample.</param>
    /// <returns>The ack.</returns>
    Task<Ack> QualityStats(QosSample message);

    /// <summary>Reports the state of the peer connection.</summary>
    /// <param name="message">The state.</param>
    /// <returns>The ack.</returns>
    Task<Ack> ConnectionState(ConnectionStateMessage message);
}
