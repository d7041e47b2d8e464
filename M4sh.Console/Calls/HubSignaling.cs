using M4sh.Client.Signaling;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

internal sealed class HubSignaling : ICallSignaling
{
    private readonly SignalingConnection _connection;
    private readonly List<IDisposable> _registrations;
    private bool _joinedBefore;

    public HubSignaling(SignalingConnection connection, ICallSignalingEvents events)
    {
        _connection = connection;
        _registrations =
        [
            connection.OnJoined(message => OnJoinedAsync(message, events)),
            connection.OnPeerJoined(events.PeerJoinedAsync),
            connection.OnOffer(events.OfferedAsync),
            connection.OnAnswer(events.AnsweredAsync),
            connection.OnIceCandidate(events.CandidatesReceivedAsync),
            connection.OnSessionState(events.SessionChangedAsync),
            connection.OnQualityRecommendation(events.RecommendedAsync),
            connection.OnClosed(events.ClosedAsync),
        ];
    }

    public Task<JoinedMessage> ConnectAsync(CancellationToken cancellationToken) => _connection.ConnectAsync(cancellationToken);

    public Task SendOfferAsync(string sdp, CancellationToken cancellationToken) => _connection.SendOfferAsync(sdp, cancellationToken);

    public Task SendAnswerAsync(string sdp, long offerSeq, CancellationToken cancellationToken) =>
        _connection.SendAnswerAsync(sdp, offerSeq, cancellationToken);

    public Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) =>
        _connection.SendIceCandidatesAsync(candidates, cancellationToken);

    public Task SendConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken) =>
        _connection.SendConnectionStateAsync(message, cancellationToken);

    public Task SendQualityAsync(QosSample sample, CancellationToken cancellationToken) =>
        _connection.SendQualityStatsAsync(sample, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _registrations.ForEach(registration => registration.Dispose());
        await _connection.DisposeAsync();
    }

    // The first `joined` is the answer to ConnectAsync.
    private Task OnJoinedAsync(JoinedMessage message, ICallSignalingEvents events)
    {
        var rejoined = _joinedBefore;
        _joinedBefore = true;
        return rejoined ? events.RejoinedAsync(message) : Task.CompletedTask;
    }
}
