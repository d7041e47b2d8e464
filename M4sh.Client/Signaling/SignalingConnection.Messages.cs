using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using Microsoft.AspNetCore.SignalR.Client;

namespace M4sh.Client.Signaling;

/// <content>What is sent and what comes. Every send fails with <see cref="SignalingException"/>; every handler's registration ends when disposed of.</content>
public sealed partial class SignalingConnection
{
    /// <summary>Sends an offer to the other peer.</summary>
    /// <param name="sdp">The session description (RFC 8866), with the rest of the message at most 64 KiB.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>glare</c>, <c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendOfferAsync(string sdp, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Offer), new OfferMessage { Sdp = sdp }, cancellationToken);

    /// <summary>Sends an answer to the other peer.</summary>
    /// <param name="sdp">The session description.</param>
    /// <param name="offerSeq">The <c>seq</c> of the offer that it answers.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>glare</c>, <c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendAnswerAsync(string sdp, long? offerSeq = null, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Answer), new AnswerMessage { Sdp = sdp, OfferSeq = offerSeq }, cancellationToken);

    /// <summary>Sends one candidate to the other peer.</summary>
    /// <param name="candidate">The candidate; null is the end of candidates.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendIceCandidateAsync(RtcIceCandidateInit? candidate, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.IceCandidate), new IceCandidateMessage { Candidate = candidate }, cancellationToken);

    /// <summary>Sends several candidates to the other peer.</summary>
    /// <param name="candidates">The candidates, at most 16 KiB; null among them is the end of candidates.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendIceCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.IceCandidate), new IceCandidateMessage { Candidates = candidates }, cancellationToken);

    /// <summary>Tells the other peer that something is muted.</summary>
    /// <param name="kind">What.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>unavailable</c>.</exception>
    public Task<Ack> MuteAsync(MediaPermission kind, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Mute), new MuteMessage { Kind = kind }, cancellationToken);

    /// <summary>Tells the other peer that something is no longer muted.</summary>
    /// <param name="kind">What; the token must hold this permission.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>unavailable</c>.</exception>
    public Task<Ack> UnmuteAsync(MediaPermission kind, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Unmute), new MuteMessage { Kind = kind }, cancellationToken);

    /// <summary>Stores a quality sample; the ack means that it is durable.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>session_ended</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendQualityStatsAsync(QosSample sample, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.QualityStats), sample, cancellationToken);

    /// <summary>Reports the state of the peer connection.</summary>
    /// <param name="message">The state, the candidate pair, the NAT.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.ConnectionState), message, cancellationToken);

    /// <summary>Leaves the session and closes; nothing is connected again.</summary>
    /// <param name="reason">Why, at most 256 characters; the other peer gets it.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>unavailable</c>; the connection stays open then.</exception>
    public async Task<Ack> LeaveAsync(string? reason = null, CancellationToken cancellationToken = default)
    {
        var ack = await SendAsync(nameof(ISignalingServer.Leave), new LeaveMessage { Reason = reason }, cancellationToken);
        _left = true;
        return ack;
    }

    /// <summary>Joined, the first time and after each reconnection; <see cref="JoinedMessage.Resumed"/> tells whether anything was missed.</summary>
    /// <param name="handler">Awaited before the next message.</param>
    /// <returns>The registration.</returns>
    public IDisposable OnJoined(Func<JoinedMessage, Task> handler) => _hub.On(nameof(ISignalingClient.Joined), handler);

    /// <summary>The other peer's signaling is connected.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerJoined(Func<PeerJoined, Task> handler) => _hub.On(nameof(ISignalingClient.PeerJoined), handler);

    /// <summary>The other peer hung up.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerLeft(Func<PeerLeft, Task> handler) => _hub.On(nameof(ISignalingClient.PeerLeft), handler);

    /// <summary>The other peer's signaling is gone for now.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerDisconnected(Func<PeerPresence, Task> handler) => _hub.On(nameof(ISignalingClient.PeerDisconnected), handler);

    /// <summary>The other peer's signaling is back.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerReconnected(Func<PeerPresence, Task> handler) => _hub.On(nameof(ISignalingClient.PeerReconnected), handler);

    /// <summary>The other peer's offer.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnOffer(Func<OfferRelay, Task> handler) => _hub.On(nameof(ISignalingClient.Offer), handler);

    /// <summary>The other peer's answer.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnAnswer(Func<AnswerRelay, Task> handler) => _hub.On(nameof(ISignalingClient.Answer), handler);

    /// <summary>The other peer's candidates.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnIceCandidate(Func<IceCandidateRelay, Task> handler) => _hub.On(nameof(ISignalingClient.IceCandidate), handler);

    /// <summary>The other peer muted something.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnMute(Func<MuteRelay, Task> handler) => _hub.On(nameof(ISignalingClient.Mute), handler);

    /// <summary>The other peer unmuted something.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnUnmute(Func<MuteRelay, Task> handler) => _hub.On(nameof(ISignalingClient.Unmute), handler);

    /// <summary>The session's status changed.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnSessionState(Func<SessionStateMessage, Task> handler) => _hub.On(nameof(ISignalingClient.SessionState), handler);

    /// <summary>What the client should send from here on.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnQualityRecommendation(Func<QualityRecommendation, Task> handler) =>
        _hub.On(nameof(ISignalingClient.QualityRecommendation), handler);

    /// <summary>The connection is lost and is being made again; the error may be null.</summary>
    /// <param name="handler">Awaited before the first attempt.</param>
    /// <returns>The registration.</returns>
    public IDisposable OnReconnecting(Func<Exception?, Task> handler) => _reconnecting.Add(handler);

    /// <summary>The connection is closed for good.</summary>
    /// <param name="handler">Gets the server's last word.</param>
    /// <returns>The registration.</returns>
    public IDisposable OnClosed(Func<SignalingClosed, Task> handler) => _closed.Add(handler);

    private void TrackPosition()
    {
        _hub.On<JoinedMessage>(nameof(ISignalingClient.Joined), message =>
        {
            _seq.Start(message.Epoch, message.Seq);
            _joined.TrySetResult(message);
        });
        _hub.On<PeerJoined>(nameof(ISignalingClient.PeerJoined), message => _seq.Continue(message.Epoch));
        _hub.On<OfferRelay>(nameof(ISignalingClient.Offer), Saw);
        _hub.On<AnswerRelay>(nameof(ISignalingClient.Answer), Saw);
        _hub.On<IceCandidateRelay>(nameof(ISignalingClient.IceCandidate), Saw);
        _hub.On<MuteRelay>(nameof(ISignalingClient.Mute), Saw);
        _hub.On<MuteRelay>(nameof(ISignalingClient.Unmute), Saw);
        _hub.On<DisconnectMessage>(nameof(ISignalingClient.Disconnect), message => _disconnect = message);
    }

    private void Saw(RelayedMessage message) => _seq.Saw(message.Seq);
}
