using System.Collections.Concurrent;
using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>Puts what a replica tells a client into the model's words.</summary>
internal sealed class ReplicaClient(ReplicaRoom room, Action<Told> tell) : ISignalingClient
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _marks = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As the protocols call a client back.</summary>
    public Task CallAsync(string callback, object message)
    {
        var method = typeof(ISignalingClient).GetMethod(callback) ?? throw new MissingMethodException(callback);
        var type = M4shJson.Options.GetTypeInfo(method.GetParameters().Single().ParameterType);
        var argument = message is RelayJson relayed ? JsonSerializer.Deserialize(relayed.Close(), type) : message;
        return (Task)method.Invoke(this, [argument])!;
    }

    public void End() => _ended.TrySetResult();

    public Task ExpectAsync(string mark) =>
        Task.WhenAny(_marks.GetOrAdd(mark, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task, _ended.Task);

    public Task Joined(JoinedMessage message)
    {
        Relayed?[] negotiation = [Of(message.Negotiation?.Offer), Of(message.Negotiation?.Answer)];
        return Tell(new Joined(message.Epoch, message.Seq, message.Resumed, message.Peers.Count > 0, [.. negotiation.OfType<Relayed>()]));
    }

    public Task PeerJoined(PeerJoined message) => Tell(new PeerCame(message.Epoch, message.Restarted));

    public Task PeerReconnected(PeerPresence message) => Tell(new PeerCame("", Restarted: false));

    public Task PeerDisconnected(PeerPresence message) => Tell(new PeerWent());

    public Task Offer(OfferRelay message) => Tell(Of(message)!);

    public Task Answer(AnswerRelay message) => Tell(Of(message)!);

    public Task Rollback(RollbackRelay message) => Tell(new Relayed(message.Seq, room.NameOf(message.FromUserId), "rollback"));

    public Task IceCandidate(IceCandidateRelay message) => Tell(new Relayed(message.Seq, room.NameOf(message.FromUserId), "ice-candidate"));

    public Task TokenExpiring(TokenExpiringMessage message)
    {
        _marks.GetOrAdd(message.Token, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return Task.CompletedTask;
    }

    public Task PeerLeft(PeerLeft message) => Unexpected(message);

    public Task Mute(MuteRelay message) => Unexpected(message);

    public Task Unmute(MuteRelay message) => Unexpected(message);

    public Task IceTimeout(IceTimeoutMessage message) => Unexpected(message);

    public Task SessionState(SessionStateMessage message) => Task.CompletedTask;

    public Task QualityRecommendation(QualityRecommendation message) => Unexpected(message);

    public Task IceServers(IceServersResponse message) => Unexpected(message);

    public Task Ack(Ack message) => Unexpected(message);

    public Task Error(ErrorMessage message) => Unexpected(message);

    // Only an older connection, which nobody listens to any more.
    public Task Disconnect(DisconnectMessage message) => Task.CompletedTask;

    private Relayed? Of(OfferRelay? offer) => offer is null ? null : new(offer.Seq, room.NameOf(offer.FromUserId), "offer", offer.Sdp);

    private Relayed? Of(AnswerRelay? answer) =>
        answer is null ? null : new(answer.Seq, room.NameOf(answer.FromUserId), "answer", answer.Sdp, answer.OfferSeq);

    private Task Tell(Told told)
    {
        tell(told);
        return Task.CompletedTask;
    }

    private static Task Unexpected(object message) => throw new InvalidOperationException($"Nobody asked for {message}");
}
