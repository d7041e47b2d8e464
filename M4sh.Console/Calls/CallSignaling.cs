using M4sh.Client.Signaling;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

internal sealed class CallSignaling(SignalingConnection connection, ICallSignalingEvents events) : ICallSignaling
{
    private readonly List<IDisposable> _registrations =
    [
        connection.OnJoined(events.JoinedAsync),
        connection.OnPeerJoined(events.PeerJoinedAsync),
        connection.OnPeerReconnected(events.PeerReconnectedAsync),
        connection.OnPeerDisconnected(_ => events.PeerGoneAsync()),
        connection.OnPeerLeft(_ => events.PeerGoneAsync()),
        connection.OnOffer(events.OfferedAsync),
        connection.OnAnswer(events.AnsweredAsync),
        connection.OnRollback(events.RolledBackAsync),
        connection.OnIceCandidate(events.CandidatesReceivedAsync),
        connection.OnIceTimeout(events.IceTimedOutAsync),
        connection.OnIceServers(events.IceServersChangedAsync),
        connection.OnSessionState(events.SessionChangedAsync),
        connection.OnQualityRecommendation(events.RecommendedAsync),
        connection.OnClosed(events.ClosedAsync),
    ];

    public Task ConnectAsync(CancellationToken cancellationToken) => connection.ConnectAsync(cancellationToken);

    public async Task<long?> SendOfferAsync(string sdp, CancellationToken cancellationToken) =>
        (await connection.SendOfferAsync(sdp, cancellationToken)).Seq;

    public Task SendAnswerAsync(string sdp, long offerSeq, CancellationToken cancellationToken) =>
        connection.SendAnswerAsync(sdp, offerSeq, cancellationToken);

    public Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) =>
        connection.SendIceCandidatesAsync(candidates, cancellationToken);

    public Task SendConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken) =>
        connection.SendConnectionStateAsync(message, cancellationToken);

    public Task SendQualityAsync(QosSample sample, CancellationToken cancellationToken) =>
        connection.SendQualityStatsAsync(sample, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _registrations.ForEach(registration => registration.Dispose());
        await connection.DisposeAsync();
    }
}
