using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>The RTCPeerConnections of the page.</summary>
public interface IBrowserPeers
{
    /// <summary>Loads what the page needs, so that the first call does not wait for it.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Opens a peer with media of its own; its remote picture goes to the page's video element of that role.</summary>
    Task<IBrowserPeer> OpenAsync(ParticipantRole role, MediaPlan media, IBrowserPeerEvents events);
}
