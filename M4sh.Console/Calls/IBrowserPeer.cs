using M4sh.Client.Signaling.Negotiation;
using M4sh.Contracts.Tokens;

namespace M4sh.Console.Calls;

/// <summary>An RTCPeerConnection in the page. Disposing closes it and stops its media.</summary>
public interface IBrowserPeer : IPeerConnection, IAsyncDisposable
{
    /// <summary>Closes the connection to the other, who is gone, and waits for the next one.</summary>
    Task DropAsync(CancellationToken cancellationToken);

    /// <summary>Sends silence or black pictures, or what it sent before.</summary>
    Task MuteAsync(MediaPermission kind, bool isMuted, CancellationToken cancellationToken);
}
