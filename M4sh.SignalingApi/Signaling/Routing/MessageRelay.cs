using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Takes what is for the other peer: checked, put in order, kept for a late joiner, brought to it.</summary>
internal sealed class MessageRelay(RoomStore rooms, PeerDelivery delivery, SessionGateway sessions, SignalingMetrics metrics, TimeProvider time)
{
    public Task<Ack> OfferAsync(SignalingPeer peer, OfferMessage message, CancellationToken cancellationToken)
    {
        SignalingRules.Validate(peer, message);
        return RelayAsync(
            peer, message, message.TargetUserId, PeerMessages.Offer, kept: true,
            seq => new() { FromUserId = peer.UserId, Seq = seq, Sdp = message.Sdp }, cancellationToken);
    }

    public Task<Ack> AnswerAsync(SignalingPeer peer, AnswerMessage message, CancellationToken cancellationToken)
    {
        SignalingRules.Validate(peer, message);
        return RelayAsync(
            peer, message, message.TargetUserId, PeerMessages.Answer, kept: true,
            seq => new() { FromUserId = peer.UserId, Seq = seq, Sdp = message.Sdp, OfferSeq = message.OfferSeq }, cancellationToken);
    }

    public Task<Ack> IceCandidateAsync(SignalingPeer peer, IceCandidateMessage message, CancellationToken cancellationToken)
    {
        SignalingRules.Validate(message);
        return RelayAsync(
            peer, message, message.TargetUserId, PeerMessages.IceCandidate, kept: true,
            seq => IceCandidateRelay.Of(message, peer.UserId, seq), cancellationToken);
    }

    public async Task<Ack> MuteAsync(SignalingPeer peer, MuteMessage message, bool muted, CancellationToken cancellationToken)
    {
        SignalingRules.Validate(message);
        SignalingRules.ValidateJoined(peer);
        if (!muted && !peer.Permissions.Contains(message.Kind))
            throw new M4shException(ErrorCodes.PermissionDenied, "The token does not permit to send this.");

        await sessions.SetMutedAsync(peer, message.Kind, muted, cancellationToken);
        return await RelayAsync(
            peer, message, target: null, muted ? PeerMessages.Mute : PeerMessages.Unmute, kept: false,
            seq => new() { FromUserId = peer.UserId, Seq = seq, Kind = message.Kind }, cancellationToken);
    }

    private async Task<Ack> RelayAsync<T>(
        SignalingPeer peer, ClientMessage message, string? target, PeerMessageType<T> type, bool kept, Func<long, T> relay,
        CancellationToken cancellationToken)
        where T : notnull
    {
        SignalingRules.ValidateJoined(peer);
        var started = time.GetTimestamp();
        var json = kept ? type.Serialize(relay(0)) : [];
        var result = await rooms.RelayAsync(peer, type, json, target);
        if (result.Outcome == RelayOutcome.TargetAbsent && await IsOtherParticipantAsync(peer, target!, cancellationToken))
            result = await rooms.RelayAsync(peer, type, json, target: null);

        if (result.Outcome != RelayOutcome.Taken)
            throw result.Outcome == RelayOutcome.NotJoined ? SignalingRules.NotJoined() : SignalingRules.NoSuchTarget();

        if (result.Other is { } other)
        {
            await delivery.SendAsync(other, type.Of(relay(result.Seq)));
            metrics.Relayed(time.GetElapsedTime(started));
        }

        return new() { Id = message.Id, Seq = result.Seq };
    }

    // Nobody else is connected: the target may still be one who will be.
    private async Task<bool> IsOtherParticipantAsync(SignalingPeer peer, string target, CancellationToken cancellationToken)
    {
        var session = await sessions.FindAsync(peer, cancellationToken);
        return target != peer.UserId && session.Participants.Any(participant => participant.UserId == target && participant.LeftAt is null);
    }
}
