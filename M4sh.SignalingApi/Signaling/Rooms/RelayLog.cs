using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Signaling.Negotiations;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>Numbers and keeps what is relayed, and remembers what each message was answered: one round trip each.</summary>
internal sealed class RelayLog(RoomRedis redis, IOptions<RoomOptions> options, IOptions<WebRtcOptions> webRtc)
{
    private readonly RoomOptions _options = options.Value;

    /// <param name="peer">Who sends.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="json">The message, <see cref="RelayJson"/>.</param>
    /// <param name="id">The client's name for it.</param>
    /// <param name="target">Whom the sender means; null for the other peer, whoever that is.</param>
    /// <param name="decision">What becomes of the negotiation, if it is about that.</param>
    public async Task<RelayResult> AppendAsync(
        SignalingPeer peer, PeerMessageType type, ReadOnlyMemory<byte> json, string? id, string? target, NegotiationState? decision = null)
    {
        var known = peer.Negotiation;
        var iceAt = redis.In(webRtc.Value.IceCandidateTimeout);
        var answer = await redis.RunAsync(RelayScripts.Relay, peer.RoomKeys, decision is null
            ? Arguments(peer, type.Name, json, id, target)
            : [
                .. Arguments(peer, type.Name, json, id, target), known.Epoch, known.Version, decision.Offerer ?? "", decision.OfferSeq, decision.OpenUntil,
                decision.Answered ? 1 : 0, iceAt,
            ]);
        if (Unrelayed(answer) is { } unrelayed)
            return unrelayed;

        var seq = (long)answer[0];
        var position = new RoomPosition((string)answer[2]!, (long)answer[1], seq)
        {
            Origin = peer.Place,
            Version = decision is null ? 0 : known.Version + 1,
            Deadline = type == PeerMessages.Offer ? decision!.OpenUntil : type == PeerMessages.Answer ? iceAt : 0,
        };
        if (decision is not null)
            peer.Negotiation = new(position.Epoch, position.Version, decision.OfferSeq == 0 ? decision.WithOfferSeq(seq) : decision);

        return new(RelayOutcome.Taken) { Position = position, Other = RoomRedis.Place(answer[3]) };
    }

    /// <summary>Remembers what a message about the negotiation was answered that is not relayed, if the negotiation is still the known one.</summary>
    public async Task<RelayResult> RememberAsync(SignalingPeer peer, string? id, StoredAnswer answer)
    {
        var known = peer.Negotiation;
        var said = await redis.RunAsync(
            RelayScripts.Relay, peer.RoomKeys, [.. Arguments(peer, "", (RedisValue)answer.Text, id, null), known.Epoch, known.Version]);
        return Unrelayed(said) ?? new(RelayOutcome.Remembered) { Answer = answer };
    }

    /// <returns>What the message with this id was answered; null if there was none.</returns>
    public async Task<StoredAnswer?> RecallAsync(SignalingPeer peer, string id)
    {
        var answer = await redis.RunAsync(RelayScripts.Recall, peer.RoomKeys, [id]);
        return answer[0].IsNull ? null : new((string)answer[0]!);
    }

    /// <returns>The answer that counts: what was answered before, else this one.</returns>
    public async Task<StoredAnswer> SettleAsync(SignalingPeer peer, string id, StoredAnswer answer)
    {
        RedisValue[] arguments = [peer.UserId, peer.PlaceText, id, answer.Text, _options.MessageIds, RoomRedis.TimeToLive];
        return new((string)(await redis.RunAsync(RelayScripts.Settle, peer.RoomKeys, arguments))[0]!);
    }

    private RedisValue[] Arguments(SignalingPeer peer, string type, RedisValue json, string? id, string? target) =>
    [
        peer.UserId, peer.PlaceText, type, json, target ?? "", id ?? "", _options.LogMessages, _options.LogBytes, _options.MessageIds, RoomRedis.TimeToLive,
    ];

    private static RelayResult? Unrelayed(RedisResult[] answer) => (long)answer[0] switch
    {
        0 => new(RelayOutcome.Repeated) { Answer = new((string)answer[1]!), Other = RoomRedis.Place(answer[2]) },
        -1 => new(RelayOutcome.NotJoined),
        -2 => new(RelayOutcome.WrongTarget),
        -3 => new(RelayOutcome.TargetAbsent),
        -4 => new(RelayOutcome.RoomLost),
        -5 => new(RelayOutcome.Changed) { Negotiation = Negotiation(answer) },
        _ => null,
    };

    private static RoomNegotiation Negotiation(RedisResult[] answer) => new((string)answer[1]!, (long)answer[2], new()
    {
        Offerer = (string)answer[3]! is { Length: > 0 } offerer ? offerer : null,
        OfferSeq = (long)answer[4],
        OpenUntil = (long)answer[5],
        Answered = (bool)answer[6],
    });
}
