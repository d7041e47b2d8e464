using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Routing;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>Signaling over SignalR and over raw sockets alike: who calls, and on to the router.</summary>
internal sealed class SignalingHub(SignalingRouter router, MessageRelay relay, HubPeers peers, Admission admission) : Hub<ISignalingClient>, ISignalingServer
{
    private SignalingPeer Peer => HubPeers.Of(Context);

    private CancellationToken Aborted => Context.ConnectionAborted;

    public override Task OnConnectedAsync()
    {
        peers.Connect(Context);
        _ = admission.WatchAsync(Peer, Aborted);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        peers.Disconnect(Context);
        return router.DisconnectedAsync(Peer);
    }

    public Task<Ack> Join(JoinMessage message) => router.JoinAsync(Peer, message, Aborted);

    // Leaving closes the connection, which must not undo the leave.
    public Task<Ack> Leave(LeaveMessage message) => router.LeaveAsync(Peer, message, CancellationToken.None);

    public Task<Ack> Offer(OfferMessage message) => relay.OfferAsync(Peer, message);

    public Task<Ack> Answer(AnswerMessage message) => relay.AnswerAsync(Peer, message);

    public Task<Ack> Rollback(RollbackMessage message) => relay.RollbackAsync(Peer, message);

    public Task<Ack> IceCandidate(IceCandidateMessage message) => relay.IceCandidateAsync(Peer, message);

    public Task<Ack> Mute(MuteMessage message) => relay.MuteAsync(Peer, message, muted: true, Aborted);

    public Task<Ack> Unmute(MuteMessage message) => relay.MuteAsync(Peer, message, muted: false, Aborted);

    public Task<Ack> QualityStats(QosSample message) => router.QualityStatsAsync(Peer, message, Aborted);

    public Task<Ack> ConnectionState(ConnectionStateMessage message) => router.ConnectionStateAsync(Peer, message, Aborted);
}
