using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling.Negotiation;

/// <summary>
/// An RTCPeerConnection of whatever WebRTC library, as a <see cref="PeerNegotiation"/> drives it. Its calls never overlap. What it gathers or reports
/// is sent by its owner: candidates, connection states.
/// </summary>
public interface IPeerConnection
{
    /// <summary>Starts a connection, without an offer; one that there was is closed: the other peer's is new, too.</summary>
    /// <param name="session">The session as it is: ICE servers, whether this side is polite.</param>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>When it may be used.</returns>
    Task StartAsync(JoinedMessage session, CancellationToken cancellationToken);

    /// <summary>Makes an offer and sets it as the local description.</summary>
    /// <param name="restartIce">With new ICE credentials.</param>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>The offer's SDP.</returns>
    Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken);

    /// <summary>Sets the other's offer as the remote description, makes an answer and sets it as the local one. An offer of its own is rolled back before.</summary>
    /// <param name="sdp">The offer's SDP.</param>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>The answer's SDP.</returns>
    Task<string> AnswerAsync(string sdp, CancellationToken cancellationToken);

    /// <summary>Sets the other's answer as the remote description.</summary>
    /// <param name="sdp">The answer's SDP.</param>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>When it is set. Where it throws, the offer is rolled back and made again.</returns>
    Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken);

    /// <summary>Rolls its own offer back to <c>stable</c>.</summary>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>When that is done.</returns>
    Task RollbackAsync(CancellationToken cancellationToken);

    /// <summary>Adds the other's candidates. Those of a description that it does not have are to be ignored.</summary>
    /// <param name="candidates">The candidates; null is their end.</param>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>When they are added.</returns>
    Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken);

    /// <summary>Takes other ICE servers or another policy, for the offers from here on (W3C <c>setConfiguration</c>).</summary>
    /// <param name="iceServers">The servers; null: as before.</param>
    /// <param name="policy">Which candidates to use.</param>
    /// <param name="cancellationToken">The negotiation is over.</param>
    /// <returns>When it is set.</returns>
    Task ConfigureAsync(IReadOnlyList<RtcIceServer>? iceServers, IceTransportPolicy policy, CancellationToken cancellationToken);
}
