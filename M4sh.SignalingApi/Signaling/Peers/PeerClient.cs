using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>Calls a connection's client back.</summary>
/// <param name="callback">One of <see cref="ISignalingClient"/>'s, by its name.</param>
/// <param name="message">Its argument; or, written already, <see cref="RelayJson"/>.</param>
internal delegate Task PeerClient(string callback, object message);
