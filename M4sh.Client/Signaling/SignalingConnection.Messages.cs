using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Client.Signaling;

/// <content>What is sent and what comes. Every send fails with <see cref="SignalingException"/>; every handler's registration ends when disposed of.</content>
public sealed partial class SignalingConnection
{
    private readonly HandlerList<JoinedMessage> _onJoined = new();
    private readonly HandlerList<PeerJoined> _onPeerJoined = new();
    private readonly HandlerList<PeerLeft> _onPeerLeft = new();
    private readonly HandlerList<PeerPresence> _onPeerDisconnected = new();
    private readonly HandlerList<PeerPresence> _onPeerReconnected = new();
    private readonly HandlerList<OfferRelay> _onOffer = new();
    private readonly HandlerList<AnswerRelay> _onAnswer = new();
    private readonly HandlerList<RollbackRelay> _onRollback = new();
    private readonly HandlerList<IceCandidateRelay> _onIceCandidate = new();
    private readonly HandlerList<MuteRelay> _onMute = new();
    private readonly HandlerList<MuteRelay> _onUnmute = new();
    private readonly HandlerList<SessionStateMessage> _onSessionState = new();
    private readonly HandlerList<QualityRecommendation> _onQualityRecommendation = new();
    private readonly HandlerList<IceTimeoutMessage> _onIceTimeout = new();
    private readonly HandlerList<IceServersResponse> _onIceServers = new();
    private readonly HandlerList<TokenExpiringMessage> _onTokenExpiring = new();

    /// <summary>Sends an offer to the other peer.</summary>
    /// <param name="sdp">The session description (RFC 8866), with the rest of the message at most 64 KiB.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>glare</c>, <c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendOfferAsync(string sdp, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Offer), new OfferMessage { Sdp = sdp }, ofEpoch: true, cancellationToken);

    /// <summary>Sends an answer to the other peer.</summary>
    /// <param name="sdp">The session description.</param>
    /// <param name="offerSeq">The <c>seq</c> of the offer that it answers.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>glare</c>, <c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendAnswerAsync(string sdp, long? offerSeq = null, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Answer), new AnswerMessage { Sdp = sdp, OfferSeq = offerSeq }, ofEpoch: true, cancellationToken);

    /// <summary>Withdraws one's own open offer.</summary>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack; with its <c>seq</c> where there was an offer to withdraw.</returns>
    /// <exception cref="SignalingException"><c>unavailable</c>.</exception>
    public Task<Ack> SendRollbackAsync(CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Rollback), new RollbackMessage(), ofEpoch: true, cancellationToken);

    /// <summary>Sends one candidate to the other peer.</summary>
    /// <param name="candidate">The candidate; null is the end of candidates.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendIceCandidateAsync(RtcIceCandidateInit? candidate, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.IceCandidate), new IceCandidateMessage { Candidate = candidate }, ofEpoch: true, cancellationToken);

    /// <summary>Sends several candidates to the other peer.</summary>
    /// <param name="candidates">The candidates, at most 16 KiB; null among them is the end of candidates.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendIceCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.IceCandidate), new IceCandidateMessage { Candidates = candidates }, ofEpoch: true, cancellationToken);

    /// <summary>Tells the other peer that something is muted.</summary>
    /// <param name="kind">What.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>unavailable</c>.</exception>
    public Task<Ack> MuteAsync(MediaPermission kind, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Mute), new MuteMessage { Kind = kind }, ofEpoch: false, cancellationToken);

    /// <summary>Tells the other peer that something is no longer muted.</summary>
    /// <param name="kind">What; the token must hold this permission.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack with its <c>seq</c>.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>unavailable</c>.</exception>
    public Task<Ack> UnmuteAsync(MediaPermission kind, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.Unmute), new MuteMessage { Kind = kind }, ofEpoch: false, cancellationToken);

    /// <summary>Stores a quality sample; the ack means that it is durable.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>session_ended</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendQualityStatsAsync(QosSample sample, CancellationToken cancellationToken = default) =>
        _unacked.SendAsync(nameof(ISignalingServer.QualityStats), sample with { Id = sample.Id ?? NextId() }, epoch: null, cancellationToken);

    /// <summary>Reports the state of the peer connection.</summary>
    /// <param name="message">The state, the candidate pair, the NAT.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>unavailable</c>.</exception>
    public Task<Ack> SendConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(nameof(ISignalingServer.ConnectionState), message, ofEpoch: false, cancellationToken);

    /// <summary>Leaves the session and closes; nothing is connected again.</summary>
    /// <param name="reason">Why, at most 256 characters; the other peer gets it.</param>
    /// <param name="cancellationToken">Gives up waiting for the ack.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>unavailable</c>; the connection stays open then.</exception>
    public async Task<Ack> LeaveAsync(string? reason = null, CancellationToken cancellationToken = default)
    {
        var ack = await SendAsync(nameof(ISignalingServer.Leave), new LeaveMessage { Reason = reason }, ofEpoch: false, cancellationToken);
        _left = true;
        return ack;
    }

    /// <summary>Joined, the first time and after each reconnection; <see cref="JoinedMessage.Resumed"/> tells whether anything was missed.</summary>
    /// <param name="handler">Awaited before the next message.</param>
    /// <returns>The registration.</returns>
    public IDisposable OnJoined(Func<JoinedMessage, Task> handler) => _onJoined.Add(handler);

    /// <summary>The other peer's signaling is connected.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerJoined(Func<PeerJoined, Task> handler) => _onPeerJoined.Add(handler);

    /// <summary>The other peer hung up.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerLeft(Func<PeerLeft, Task> handler) => _onPeerLeft.Add(handler);

    /// <summary>The other peer's signaling is gone for now.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerDisconnected(Func<PeerPresence, Task> handler) => _onPeerDisconnected.Add(handler);

    /// <summary>The other peer's signaling is back.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnPeerReconnected(Func<PeerPresence, Task> handler) => _onPeerReconnected.Add(handler);

    /// <summary>The other peer's offer.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnOffer(Func<OfferRelay, Task> handler) => _onOffer.Add(handler);

    /// <summary>The other peer's answer.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnAnswer(Func<AnswerRelay, Task> handler) => _onAnswer.Add(handler);

    /// <summary>The other peer withdrew its open offer.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnRollback(Func<RollbackRelay, Task> handler) => _onRollback.Add(handler);

    /// <summary>The other peer's candidates.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnIceCandidate(Func<IceCandidateRelay, Task> handler) => _onIceCandidate.Add(handler);

    /// <summary>The other peer muted something.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnMute(Func<MuteRelay, Task> handler) => _onMute.Add(handler);

    /// <summary>The other peer unmuted something.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnUnmute(Func<MuteRelay, Task> handler) => _onUnmute.Add(handler);

    /// <summary>The session's status changed.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnSessionState(Func<SessionStateMessage, Task> handler) => _onSessionState.Add(handler);

    /// <summary>What the client should send from here on.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnQualityRecommendation(Func<QualityRecommendation, Task> handler) =>
        _onQualityRecommendation.Add(handler);

    /// <summary>The peers are not connected in time: restart ICE, with the candidates that it names.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnIceTimeout(Func<IceTimeoutMessage, Task> handler) => _onIceTimeout.Add(handler);

    /// <summary>Fresh TURN credentials.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnIceServers(Func<IceServersResponse, Task> handler) => _onIceServers.Add(handler);

    /// <summary>The session token ends soon; from here on its successor is used.</summary>
    /// <inheritdoc cref="OnJoined"/>
    public IDisposable OnTokenExpiring(Func<TokenExpiringMessage, Task> handler) => _onTokenExpiring.Add(handler);

    /// <summary>The connection is lost and is being made again; the error may be null.</summary>
    /// <param name="handler">Awaited before the first attempt.</param>
    /// <returns>The registration.</returns>
    public IDisposable OnReconnecting(Func<Exception?, Task> handler) => _reconnecting.Add(handler);

    /// <summary>The connection is closed for good.</summary>
    /// <param name="handler">Gets the server's last word.</param>
    /// <returns>The registration.</returns>
    public IDisposable OnClosed(Func<SignalingClosed, Task> handler) => _closed.Add(handler);

    // What the connection itself needs is done at once, what is the user's in its turn.
    private void Receive()
    {
        _transport.On<JoinedMessage>(nameof(ISignalingClient.Joined), message =>
        {
            _seq.Start(message.Epoch, message.Seq);
            _joined.TrySetResult(message);
            _dispatcher.Post(_onJoined, message);
        });
        _transport.On<PeerJoined>(nameof(ISignalingClient.PeerJoined), message =>
        {
            _seq.Continue(message.Epoch);
            _dispatcher.Post(_onPeerJoined, message);
        });
        _transport.On<DisconnectMessage>(nameof(ISignalingClient.Disconnect), message => _disconnect = message);
        _transport.On<TokenExpiringMessage>(nameof(ISignalingClient.TokenExpiring), message =>
        {
            _successor = message.Token;
            _dispatcher.Post(_onTokenExpiring, message);
        });
        Receive(nameof(ISignalingClient.PeerLeft), _onPeerLeft);
        Receive(nameof(ISignalingClient.PeerDisconnected), _onPeerDisconnected);
        Receive(nameof(ISignalingClient.PeerReconnected), _onPeerReconnected);
        Receive(nameof(ISignalingClient.SessionState), _onSessionState);
        Receive(nameof(ISignalingClient.QualityRecommendation), _onQualityRecommendation);
        Receive(nameof(ISignalingClient.IceTimeout), _onIceTimeout);
        Receive(nameof(ISignalingClient.IceServers), _onIceServers);
        ReceiveRelayed(nameof(ISignalingClient.Offer), _onOffer);
        ReceiveRelayed(nameof(ISignalingClient.Answer), _onAnswer);
        ReceiveRelayed(nameof(ISignalingClient.Rollback), _onRollback);
        ReceiveRelayed(nameof(ISignalingClient.IceCandidate), _onIceCandidate);
        ReceiveRelayed(nameof(ISignalingClient.Mute), _onMute);
        ReceiveRelayed(nameof(ISignalingClient.Unmute), _onUnmute);
    }

    private void Receive<T>(string method, HandlerList<T> handlers) => _transport.On<T>(method, message => _dispatcher.Post(handlers, message));

    private void ReceiveRelayed<T>(string method, HandlerList<T> handlers)
        where T : RelayedMessage => _transport.On<T>(method, message =>
        {
            _seq.Received(message.Seq);
            _dispatcher.Post(handlers, message);
        });
}
