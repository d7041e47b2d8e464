using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling;

/// <summary>Why a <see cref="SignalingConnection"/> is closed for good.</summary>
/// <param name="Disconnect">The server's last word; null where it said nothing.</param>
/// <param name="Error">What broke the connection, or refused it; null after an orderly close.</param>
public sealed record SignalingClosed(DisconnectMessage? Disconnect, Exception? Error);
