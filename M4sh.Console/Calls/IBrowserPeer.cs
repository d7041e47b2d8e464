using M4sh.Contracts.Ice;

namespace M4sh.Console.Calls;

/// <summary>An RTCPeerConnection in the page. Disposing closes it and stops its media.</summary>
public interface IBrowserPeer : IAsyncDisposable
{
    /// <summary>Starts a connection; one that there was is closed.</summary>
    Task RestartAsync(IReadOnlyList<RtcIceServer> iceServers, CancellationToken cancellationToken);

    /// <summary>Says what the present connection gathers with from its next offer or answer on.</summary>
    Task ConfigureAsync(IReadOnlyList<RtcIceServer> iceServers, IceTransportPolicy policy, CancellationToken cancellationToken);

    /// <summary>Makes an offer and sets it as the local description, in the place of one that is open.</summary>
    Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken);

    /// <summary>Takes the other's offer, in the place of an own one that is open.</summary>
    /// <returns>The answer.</returns>
    Task<string> AcceptOfferAsync(string sdp, CancellationToken cancellationToken);

    Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken);

    /// <summary>Adds the other's candidates, now or once there is a remote description; null is their end.</summary>
    Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken);
}
