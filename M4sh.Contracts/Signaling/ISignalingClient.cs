using System.Diagnostics.CodeAnalysis;
using M4sh.Contracts.Ice;

namespace M4sh.Contracts.Signaling;

/// <summary>What the server calls on a client of <c>/hubs/signaling</c> (PROTOCOL.md §5).</summary>
public interface ISignalingClient
{
    /// <summary>The answer to a join.</summary>
    /// <param name="message">All that is known of the session.</param>
    /// <returns>When it is sent.</returns>
    Task Joined(JoinedMessage message);

    /// <summary>The other peer's signaling is connected.</summary>
    /// <param name="message">Who.</param>
    /// <returns>When it is sent.</returns>
    Task PeerJoined(PeerJoined message);

    /// <summary>The other peer hung up.</summary>
    /// <param name="message">Who and why.</param>
    /// <returns>When it is sent.</returns>
    Task PeerLeft(PeerLeft message);

    /// <summary>The other peer's signaling is gone for now.</summary>
    /// <param name="message">Who.</param>
    /// <returns>When it is sent.</returns>
    Task PeerDisconnected(PeerPresence message);

    /// <summary>The other peer's signaling is back.</summary>
    /// <param name="message">Who.</param>
    /// <returns>When it is sent.</returns>
    Task PeerReconnected(PeerPresence message);

    /// <summary>The other peer's offer.</summary>
    /// <param name="message">The offer.</param>
    /// <returns>When it is sent.</returns>
    Task Offer(OfferRelay message);

    /// <summary>The other peer's answer.</summary>
    /// <param name="message">The answer.</param>
    /// <returns>When it is sent.</returns>
    Task Answer(AnswerRelay message);

    /// <summary>The other peer withdrew its open offer.</summary>
    /// <param name="message">Whose.</param>
    /// <returns>When it is sent.</returns>
    Task Rollback(RollbackRelay message);

    /// <summary>The other peer's candidates.</summary>
    /// <param name="message">The candidates.</param>
    /// <returns>When it is sent.</returns>
    Task IceCandidate(IceCandidateRelay message);

    /// <summary>The other peer muted something.</summary>
    /// <param name="message">What.</param>
    /// <returns>When it is sent.</returns>
    Task Mute(MuteRelay message);

    /// <summary>The other peer unmuted something.</summary>
    /// <param name="message">What.</param>
    /// <returns>When it is sent.</returns>
    Task Unmute(MuteRelay message);

    /// <summary>The session's status changed.</summary>
    /// <param name="message">The status.</param>
    /// <returns>When it is sent.</returns>
    Task SessionState(SessionStateMessage message);

    /// <summary>What to send from here on.</summary>
    /// <param name="message">The recommendation.</param>
    /// <returns>When it is sent.</returns>
    Task QualityRecommendation(QualityRecommendation message);

    /// <summary>The peers are not connected in time: restart ICE.</summary>
    /// <param name="message">With which candidates.</param>
    /// <returns>When it is sent.</returns>
    Task IceTimeout(IceTimeoutMessage message);

    /// <summary>Fresh TURN credentials, before the former ones end.</summary>
    /// <param name="message">STUN and TURN servers.</param>
    /// <returns>When it is sent.</returns>
    Task IceServers(IceServersResponse message);

    /// <summary>The connection's token ends soon.</summary>
    /// <param name="message">Its successor.</param>
    /// <returns>When it is sent.</returns>
    Task TokenExpiring(TokenExpiringMessage message);

    /// <summary>A message that was sent without waiting for its answer is taken.</summary>
    /// <param name="message">The ack.</param>
    /// <returns>When it is sent.</returns>
    Task Ack(Ack message);

    /// <summary>A message that was sent without waiting for its answer is not taken.</summary>
    /// <param name="message">The error.</param>
    /// <returns>When it is sent.</returns>
    [SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "The contract's name.")]
    Task Error(ErrorMessage message);

    /// <summary>The server is about to close the connection.</summary>
    /// <param name="message">What to do.</param>
    /// <returns>When it is sent.</returns>
    Task Disconnect(DisconnectMessage message);
}
