using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Negotiations;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Takes what is for the other peer: checked, put in order, kept for who comes late or resumes, brought to it.</summary>
internal sealed class MessageRelay(
    RelayLog log, MessageIds ids, PeerDelivery delivery, SessionGateway sessions, IOptions<RoomOptions> options, IOptions<ConnectionOptions> limits,
    SignalingMetrics metrics, TimeProvider time)
{
    // Each time somebody else was faster: of two peers that is over soon.
    private const int MaxAttempts = 10;

    private readonly TimeSpan _openFor = options.Value.OfferOpenFor;

    public Task<Ack> OfferAsync(SignalingPeer peer, OfferMessage message) => ids.RelayAsync(peer, message.Id, async () =>
    {
        await sessions.CheckRoleAsync(peer, CancellationToken.None);
        SignalingRules.Validate(peer, message, limits.Value);
        peer.Ice.Add(message.Sdp);
        return await NegotiateAsync(
            peer, message, message.TargetUserId, PeerMessages.Offer,
            new() { FromUserId = peer.UserId, Seq = 0, Sdp = message.Sdp, TargetUserId = message.TargetUserId },
            (state, now) => state.Offer(peer.UserId, peer.IsPolite, now, _openFor));
    });

    public Task<Ack> AnswerAsync(SignalingPeer peer, AnswerMessage message) => ids.RelayAsync(peer, message.Id, async () =>
    {
        await sessions.CheckRoleAsync(peer, CancellationToken.None);
        SignalingRules.Validate(peer, message, limits.Value);
        peer.Ice.Add(message.Sdp);
        return await NegotiateAsync(
            peer, message, message.TargetUserId, PeerMessages.Answer,
            new() { FromUserId = peer.UserId, Seq = 0, Sdp = message.Sdp, OfferSeq = message.OfferSeq, TargetUserId = message.TargetUserId },
            (state, now) => state.Answer(peer.UserId, message.OfferSeq, now));
    });

    public Task<Ack> RollbackAsync(SignalingPeer peer, RollbackMessage message) => ids.RelayAsync(peer, message.Id, () =>
    {
        SignalingRules.Validate(message);
        return NegotiateAsync(
            peer, message, target: null, PeerMessages.Rollback, new() { FromUserId = peer.UserId, Seq = 0 },
            (state, now) => state.Rollback(peer.UserId, now));
    });

    public Task<Ack> IceCandidateAsync(SignalingPeer peer, IceCandidateMessage message) => ids.RelayAsync(peer, message.Id, () =>
    {
        SignalingRules.Validate(message, limits.Value);
        peer.Ice.Add(message);
        return RelayAsync(peer, message, message.TargetUserId, PeerMessages.IceCandidate, IceCandidateRelay.Of(message, peer.UserId, seq: 0));
    });

    public Task<Ack> MuteAsync(SignalingPeer peer, MuteMessage message, bool muted, CancellationToken cancellationToken) =>
        ids.RelayAsync(peer, message.Id, async () =>
        {
            SignalingRules.Validate(message);
            SignalingRules.ValidateJoined(peer);
            if (!muted)
                await sessions.CheckRoleAsync(peer, cancellationToken);
            if (!muted && !peer.Permissions.Contains(message.Kind))
                throw new M4shException(ErrorCodes.PermissionDenied, "The token does not permit to send this.");

            // The participant is changed first, so the id is looked up before.
            if (message.Id is { Length: > 0 } id && await log.RecallAsync(peer, id) is { } before)
                return before.ToAck(id);

            await sessions.SetMutedAsync(peer, message.Kind, muted, cancellationToken);
            return await RelayAsync(
                peer, message, target: null, muted ? PeerMessages.Mute : PeerMessages.Unmute,
                new() { FromUserId = peer.UserId, Seq = 0, Kind = message.Kind });
        });

    private async Task<Ack> RelayAsync<T>(SignalingPeer peer, ClientMessage message, string? target, PeerMessageType<T> type, T body)
        where T : RelayedMessage
    {
        SignalingRules.ValidateJoined(peer);
        var started = time.GetTimestamp();
        var json = RelayJson.Open(type.Serialize(body));
        var result = await log.AppendAsync(peer, type, json, message.Id, target);
        if (result.Outcome == RelayOutcome.TargetAbsent)
            result = await log.AppendAsync(peer, type, json, message.Id, await WithoutTargetAsync(peer, target!));

        return await FinishAsync(peer, message.Id, result, type, json, started);
    }

    private async Task<Ack> NegotiateAsync<T>(
        SignalingPeer peer, ClientMessage message, string? target, PeerMessageType<T> type, T body,
        Func<NegotiationState, DateTimeOffset, NegotiationDecision> decide)
        where T : RelayedMessage
    {
        SignalingRules.ValidateJoined(peer);
        var started = time.GetTimestamp();
        var json = RelayJson.Open(type.Serialize(body));
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var decision = decide(peer.Negotiation.State, time.GetUtcNow());
            var result = decision.Outcome switch
            {
                NegotiationOutcome.Relay => await log.AppendAsync(peer, type, json, message.Id, target, decision.Next),
                NegotiationOutcome.Nothing => await log.RememberAsync(peer, message.Id, StoredAnswer.Done),
                _ => await log.RememberAsync(peer, message.Id, StoredAnswer.Of(SignalingRules.Glare())),
            };
            if (result.Outcome == RelayOutcome.Changed)
                peer.Negotiation = OfKnownEpoch(peer, result.Negotiation!);
            else if (result.Outcome != RelayOutcome.TargetAbsent)
                return await FinishAsync(peer, message.Id, result, type, json, started);
            else
                target = await WithoutTargetAsync(peer, target!);
        }

        throw new M4shException(ErrorCodes.Unavailable, "The negotiation is changing. Try again.");
    }

    /// <summary>What belongs to a pair of peer connections that is no more must not be taken for the next one's, whose seqs are as low.</summary>
    private static RoomNegotiation OfKnownEpoch(SignalingPeer peer, RoomNegotiation negotiation)
    {
        if (negotiation.Epoch == peer.Outbox.Cursor?.Epoch)
            return negotiation;

        peer.Outbox.Post(PeerMessages.LookAgain());
        throw SignalingRules.Glare();
    }

    private async Task<Ack> FinishAsync(
        SignalingPeer peer, string? id, RelayResult result, PeerMessageType type, ReadOnlyMemory<byte> json, long started)
    {
        switch (result)
        {
            case { Outcome: RelayOutcome.Taken, Position: { } position }:
                if (ReferenceEquals(type, PeerMessages.Answer))
                    peer.IceAt = position.Deadline;

                if (result.Other is { } other)
                {
                    await delivery.SendKeptAsync(other, type.Relayed(json, position));
                    metrics.Relayed(time.GetElapsedTime(started));
                }

                await CatchUpAsync(peer, position);
                return new() { Id = id, Seq = position.Seq };

            case { Outcome: RelayOutcome.Repeated or RelayOutcome.Remembered, Answer: { } answer }:
                // Who has it already drops it; but the node that sent it may have died before it did.
                if (answer.IsRelayed && result.Other is { } receiver)
                    await delivery.SendKeptAsync(receiver, PeerMessages.LookAgain());

                if (answer.IsRelayed && peer.Outbox.Cursor is { } reached)
                    await ReachAsync(peer, reached, reached.Epoch, answer.ToAck(id).Seq!.Value - 1);

                return answer.ToAck(id);

            case { Outcome: RelayOutcome.RoomLost }:
                peer.Outbox.Post(PeerMessages.Resume(DisconnectReasons.RoomLost));
                throw SignalingRules.RoomLost();

            default:
                throw result.Outcome == RelayOutcome.NotJoined ? SignalingRules.NotJoined() : SignalingRules.NoSuchTarget();
        }
    }

    /// <summary>
    /// An ack with this seq tells its client that it has all below: what the other sent between this message and the one before goes first.
    /// </summary>
    private static Task CatchUpAsync(SignalingPeer peer, RoomPosition position)
    {
        var below = position.Seq - 1;
        return below == position.Previous || peer.Outbox.Cursor is not { } cursor ? Task.CompletedTask : ReachAsync(peer, cursor, position.Epoch, below);
    }

    private static Task ReachAsync(SignalingPeer peer, RoomCursor cursor, string epoch, long seq) => cursor.Has(epoch, seq)
        ? Task.CompletedTask
        : peer.Outbox.InTurnAsync(client => cursor.ReachAsync(client, epoch, seq), CancellationToken.None);

    // Nobody else is connected: the target may still be one who will be, and then it is whoever comes.
    private async Task<string?> WithoutTargetAsync(SignalingPeer peer, string target)
    {
        var session = await sessions.FindAsync(peer, CancellationToken.None);
        return target != peer.UserId && session.Participants.Any(participant => participant.UserId == target && participant.LeftAt is null)
            ? null
            : throw SignalingRules.NoSuchTarget();
    }
}
