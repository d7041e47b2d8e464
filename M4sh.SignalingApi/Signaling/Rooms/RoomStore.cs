using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Signaling.Negotiations;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Telemetry;
using M4sh.SignalingApi.Tokens;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>What the replicas share of a session while it is signaled, in Redis: who is connected where, and what a comer needs to know.</summary>
internal sealed class RoomStore(RoomRedis redis, IOptions<RoomOptions> options, IOptions<WebRtcOptions> webRtc)
{
    private readonly RoomOptions _options = options.Value;

    /// <returns>Null: a connection of the user that was opened later is in the room already.</returns>
    /// <param name="peer">Who comes.</param>
    /// <param name="knownEpoch">The epoch that its client knows.</param>
    /// <param name="lastSeq">Up to where its client has what was relayed.</param>
    /// <param name="left">Who has left the session, and when.</param>
    public async Task<RoomEntry?> JoinAsync(SignalingPeer peer, string? knownEpoch, long? lastSeq, IEnumerable<(string UserId, DateTimeOffset At)> left)
    {
        RedisValue[] arguments =
        [
            peer.UserId, peer.PlaceText, knownEpoch ?? "", lastSeq is { } last ? last : "", redis.NewEpoch(), RoomRedis.TimeToLive,
            redis.In(TimeSpan.Zero), (long)_options.GracePeriod.TotalMilliseconds, redis.In(_options.OfferOpenFor),
            redis.In(webRtc.Value.IceCandidateTimeout), redis.In(_options.AnswerTimeout), peer.OpenedAt, (long)TokenRevocations.ReplicaClockTolerance.TotalMilliseconds,
            .. left.SelectMany(user => (RedisValue[])[user.UserId, user.At.ToUnixTimeMilliseconds()]),
        ];
        var answer = await redis.RunAsync(RoomScripts.Join, peer.RoomKeys, arguments);
        if (answer.Length == 0)
            return null;

        var (epoch, resumed, again) = ((string)answer[0]!, (bool)answer[4], (bool)answer[5]);
        var log = Entries(answer[9]);
        return new()
        {
            Epoch = epoch,
            Seq = (long)answer[1],
            Returned = (bool)answer[2],
            Restarted = (bool)answer[3],
            Resumed = resumed,
            Again = again,
            Replaced = again ? null : RoomRedis.Place(answer[6]),
            LastOwnSeq = (long)answer[7],
            Others = RoomRedis.Places(answer[8]).Without(peer.UserId),
            Log = log,
            Negotiation = resumed ? null : Negotiation((byte[]?[])answer[10]!, log),
            State = new(epoch, (long)answer[11], new()
            {
                Offerer = (string)answer[12]! is { Length: > 0 } offerer ? offerer : null,
                OfferSeq = (long)answer[13],
                OpenUntil = (long)answer[14],
                Answered = (bool)answer[15],
            }),
            IceAt = (long)answer[16],
            Left = Left((string[])answer[17]!),
        };
    }

    /// <summary>What the connection may have missed.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="epoch">The epoch that it is at.</param>
    /// <param name="seq">The seq that it is at.</param>
    public async Task<RoomChanges> ReadAsync(SignalingPeer peer, string epoch, long seq)
    {
        var answer = await redis.RunAsync(RoomScripts.Read, peer.RoomKeys, [peer.UserId, peer.PlaceText, epoch, seq, _options.LogMessages == 0 ? "1" : ""]);
        return (int)answer[0] switch
        {
            -1 => new(RoomReading.Replaced),
            -4 => new(RoomReading.Lost),
            -7 => new(RoomReading.TooMuch),
            _ => new(RoomReading.Read)
            {
                Epoch = (string)answer[1]!,
                Others = RoomRedis.Places(answer[2]).Without(peer.UserId),
                Users = (string[])answer[3]!,
                Log = Entries(answer[4]),
            },
        };
    }

    /// <returns>Where the leaver was, if it was connected, and where the others are. Null: it has come again since.</returns>
    /// <param name="sessionId">The room's session.</param>
    /// <param name="userId">Who leaves.</param>
    /// <param name="leftAt">When it left the session; null: whenever it came.</param>
    /// <param name="users">Where the session ended with that, all who were ever in it: nothing is left of the room then.</param>
    public async Task<(PeerPlace? Leaver, IReadOnlyCollection<PeerPlace> Others)?> LeaveAsync(
        Guid sessionId, string userId, DateTimeOffset? leftAt, IEnumerable<string>? users = null)
    {
        RedisKey[] keys = [.. RoomKeys.Of(sessionId), .. (users ?? []).SelectMany(user => RoomKeys.Ids(sessionId, user))];
        var until = (leftAt + TokenRevocations.ReplicaClockTolerance)?.ToUnixTimeMilliseconds();
        var answer = await redis.RunAsync(RoomScripts.Leave, keys, [userId, users is null ? "0" : "1", until is { } latest ? latest : ""]);
        return answer.Length == 0 ? null : (RoomRedis.Place(answer[0]), RoomRedis.Places(answer[1]).Values);
    }

    /// <summary>The connection is gone; or its node is, and another one says so.</summary>
    /// <returns>Where the user stood in the order, and where the others are; null where the connection had been replaced, or its user has left.</returns>
    public async Task<(RoomPosition Position, IReadOnlyCollection<PeerPlace> Others)?> DisconnectAsync(Guid sessionId, string userId, PeerPlace place)
    {
        RedisValue[] arguments = [userId, place.ToString(), redis.In(TimeSpan.Zero)];
        var answer = await redis.RunAsync(RoomScripts.Disconnect, RoomKeys.Of(sessionId), arguments);
        if (answer.Length == 0)
            return null;

        return (new((string)answer[0]!, (long)answer[1]) { Origin = place }, RoomRedis.Places(answer[2]).Values);
    }

    public async Task<IReadOnlyDictionary<string, PeerPlace>> PlacesAsync(Guid sessionId) =>
        (await redis.Database.HashGetAllAsync(RoomKeys.Of(sessionId)[0]).TracedAsync("HGETALL"))
        .ToDictionary(entry => (string)entry.Name!, entry => PeerPlace.Parse(entry.Value!));

    public async Task DeleteAsync(Guid sessionId)
    {
        var keys = RoomKeys.Of(sessionId);
        var users = await redis.Database.HashKeysAsync(keys[1]).TracedAsync("HKEYS");
        await redis.Database.KeyDeleteAsync([.. keys, .. users.SelectMany(user => RoomKeys.Ids(sessionId, user!))]).TracedAsync("DEL");
    }

    private static IReadOnlyList<(string UserId, PeerPlace? Place)> Left(string[] flat) =>
        [.. flat.Chunk(2).Select(pair => (pair[0], pair[1].Length > 0 ? PeerPlace.Parse(pair[1]) : (PeerPlace?)null))];

    private static IReadOnlyList<LogEntry> Entries(RedisResult entries) => [.. ((byte[][])entries!).Select(LogEntry.Parse)];

    // An open offer goes before the last that was answered. Whom they once were for says nothing to who comes.
    private static Negotiation? Negotiation(byte[]?[] kept, IReadOnlyList<LogEntry> log)
    {
        var (open, offer) = (Offer(kept[0]), Offer(kept[1]));
        var answer = Parse(kept[2])?.As(PeerMessages.Answer) is { } given ? given with { TargetUserId = null } : null;
        Description[] current = [.. new RelayedMessage?[] { open, offer, answer }.Select(Description.Of).OfType<Description>()];
        var relayed = log.Select(entry => Description.Of((RelayedMessage?)entry.As(PeerMessages.Offer) ?? entry.As(PeerMessages.Answer))).OfType<Description>();
        var candidates = new CurrentCandidates(current, relayed.Concat(current));
        var negotiation = new Negotiation
        {
            Offer = open ?? offer,
            Answer = open is null ? answer : null,
            Candidates =
            [
                .. log.Select(entry => entry.As(PeerMessages.IceCandidate)).OfType<IceCandidateRelay>().Select(candidates.Of).OfType<IceCandidateRelay>()
                    .Select(candidate => candidate with { TargetUserId = null }),
            ],
        };
        return negotiation is { Offer: null, Answer: null, Candidates.Count: 0 } ? null : negotiation;
    }

    private static OfferRelay? Offer(byte[]? entry) => Parse(entry)?.As(PeerMessages.Offer) is { } offer ? offer with { TargetUserId = null } : null;

    private static LogEntry? Parse(byte[]? entry) => entry is { Length: > 0 } ? LogEntry.Parse(entry) : null;
}
