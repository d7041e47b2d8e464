using M4sh.Contracts.Ice;

namespace M4sh.Console.Calls;

/// <summary>An RTCPeerConnection in the page. Disposing closes it and stops its media.</summary>
public interface IBrowserPeer : IAsyncDisposable
{
    /// <summary>Starts a connection; one that there was is closed.</summary>
    Task ConfigureAsync(bool polite, IReadOnlyList<RtcIceServer> iceServers, CancellationToken cancellationToken);

    /// <summary>Makes an offer and sets it as the local description.</summary>
    Task<string> OfferAsync(CancellationToken cancellationToken);

    /// <summary>Takes the other's offer.</summary>
    /// <returns>The answer; null where perfect negotiation ignores the offer.</returns>
    Task<string?> AcceptOfferAsync(string sdp, CancellationToken cancellationToken);

    Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken);

    /// <summary>Adds the other's candidates, now or once there is a remote description; null is their end.</summary>
    Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken);
}
