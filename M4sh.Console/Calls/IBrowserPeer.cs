using M4sh.Client.Signaling.Negotiation;

namespace M4sh.Console.Calls;

/// <summary>An RTCPeerConnection in the page. Disposing closes it and stops its media.</summary>
public interface IBrowserPeer : IPeerConnection, IAsyncDisposable;
