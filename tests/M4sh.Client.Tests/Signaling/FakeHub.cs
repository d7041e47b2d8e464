using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.Client.Tests.Signaling;

/// <summary>A server that notes what it gets and does what the test's <see cref="HubScript"/> says.</summary>
public sealed class FakeHub(HubScript script) : Hub<ISignalingClient>, ISignalingServer
{
    public async Task<Ack> Join(JoinMessage message)
    {
        await script.OnJoin(message, Clients.Caller);
        script.Connections.Writer.TryWrite(Context);
        return Take(message);
    }

    public Task<Ack> Leave(LeaveMessage message) => Acked(message);

    public async Task<Ack> Offer(OfferMessage message)
    {
        await script.OnOffer(message, Clients.Caller);
        return Take(message, seq: 1);
    }

    public Task<Ack> Answer(AnswerMessage message) => Acked(message, seq: 2);

    public Task<Ack> Rollback(RollbackMessage message) => Acked(message);

    public Task<Ack> IceCandidate(IceCandidateMessage message) => Acked(message, seq: 3);

    public Task<Ack> Mute(MuteMessage message) => Acked(message, seq: 4);

    public Task<Ack> Unmute(MuteMessage message) => throw new HubException("permission_denied: No audio.");

    public Task<Ack> QualityStats(QosSample message) => Acked(message);

    public Task<Ack> ConnectionState(ConnectionStateMessage message) => Acked(message);

    private Task<Ack> Acked(object message, long? seq = null) => Task.FromResult(Take(message, seq));

    private Ack Take(object message, long? seq = null)
    {
        script.Received.Writer.TryWrite(message);
        return new Ack { Seq = seq };
    }
}
