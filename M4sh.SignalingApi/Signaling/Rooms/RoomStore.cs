using System.Globalization;
using System.Text;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Telemetry;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>
/// What the replicas share of a session while it is signaled, in Redis: who is connected where, the order of the messages, and what a late
/// joiner needs. One round trip each.
/// </summary>
internal sealed class RoomStore(IConnectionMultiplexer redis, TimeProvider time)
{
    private const int MaxCandidateMessages = 128;
    private const byte SeqEnd = (byte)'|';

    // Longer than a session can last; an ended one's keys are deleted at once.
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(48);

    private IDatabase Database => redis.GetDatabase();

    public async Task<RoomEntry> JoinAsync(SignalingPeer peer, string? knownEpoch)
    {
        RedisValue[] arguments = [peer.UserId, peer.Place.ToString(), knownEpoch ?? "", NewEpoch(), Seconds];
        var answer = await RunAsync("room.join", RoomScripts.Join, peer.SessionId, arguments);
        return new()
        {
            Epoch = (string)answer[0]!,
            Seq = (long)answer[1],
            Restarted = (bool)answer[2],
            Returned = (bool)answer[3],
            Replaced = (string)answer[4]! is { Length: > 0 } replaced && replaced != peer.Place.ToString() ? PeerPlace.Parse(replaced) : null,
            Others = Places(answer[5]).Where(place => place.Key != peer.UserId).ToDictionary(),
            Negotiation = Negotiation(answer[6], answer[7], answer[8]),
        };
    }

    /// <param name="peer">Who sends.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="json">What is kept for a late joiner, its seq not yet known; empty for what is not kept.</param>
    /// <param name="target">Whom the sender means; null for the other peer, whoever that is.</param>
    public async Task<RelayResult> RelayAsync(SignalingPeer peer, PeerMessageType type, ReadOnlyMemory<byte> json, string? target)
    {
        RedisValue[] arguments = [peer.UserId, peer.Place.ToString(), type.Name, json, target ?? "", MaxCandidateMessages, Seconds];
        var answer = await RunAsync("room.relay", RoomScripts.Relay, peer.SessionId, arguments);
        return (long)answer[0] switch
        {
            -1 => new(RelayOutcome.NotJoined),
            -2 => new(RelayOutcome.WrongTarget),
            -3 => new(RelayOutcome.TargetAbsent),
            var seq => new(RelayOutcome.Taken, seq, answer.Length > 1 ? PeerPlace.Parse((string)answer[1]!) : null),
        };
    }

    /// <returns>Where the leaver was, if it was connected, and where the others are.</returns>
    public async Task<(PeerPlace? Leaver, IReadOnlyCollection<PeerPlace> Others)> LeaveAsync(Guid sessionId, string userId)
    {
        var answer = await RunAsync("room.leave", RoomScripts.Leave, sessionId, [userId, NewEpoch()]);
        PeerPlace? leaver = (string)answer[0]! is { Length: > 0 } place ? PeerPlace.Parse(place) : null;
        return (leaver, Places(answer[1]).Values);
    }

    /// <returns>Where the others are; null where the connection had been replaced, or its user has left.</returns>
    public async Task<IReadOnlyCollection<PeerPlace>?> DisconnectAsync(SignalingPeer peer)
    {
        var answer = await RunAsync("room.disconnect", RoomScripts.Disconnect, peer.SessionId, [peer.UserId, peer.Place.ToString()]);
        return answer.Length == 0 ? null : Places(answer[0]).Values;
    }

    public async Task<IReadOnlyDictionary<string, PeerPlace>> PlacesAsync(Guid sessionId) =>
        (await Database.HashGetAllAsync(Keys(sessionId)[0]).TracedAsync("HGETALL"))
        .ToDictionary(entry => (string)entry.Name!, entry => PeerPlace.Parse(entry.Value!));

    public Task DeleteAsync(Guid sessionId) => Database.KeyDeleteAsync(Keys(sessionId)).TracedAsync("DEL");

    private async Task<RedisResult[]> RunAsync(string name, string script, Guid sessionId, RedisValue[] arguments) =>
        (RedisResult[])(await Database.ScriptEvaluateAsync(script, Keys(sessionId), arguments).TracedAsync("EVALSHA", name))!;

    private static long Seconds => (long)TimeToLive.TotalSeconds;

    private string NewEpoch() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    // The braces keep a session's keys on one node of a cluster.
    private static RedisKey[] Keys(Guid sessionId) =>
        [$"m4sh:{{{sessionId}}}:places", $"m4sh:{{{sessionId}}}:state", $"m4sh:{{{sessionId}}}:candidates"];

    private static Dictionary<string, PeerPlace> Places(RedisResult flat) => ((string[])flat!).Chunk(2)
        .ToDictionary(pair => pair[0], pair => PeerPlace.Parse(pair[1]), StringComparer.Ordinal);

    private static Negotiation? Negotiation(RedisResult offer, RedisResult answer, RedisResult candidates)
    {
        var negotiation = new Negotiation
        {
            Offer = Entry((byte[])offer!, PeerMessages.Offer) is var (offerSeq, sent) ? sent with { Seq = offerSeq } : null,
            Answer = Entry((byte[])answer!, PeerMessages.Answer) is var (answerSeq, given) ? given with { Seq = answerSeq } : null,
            Candidates = [.. ((byte[][])candidates!).Select(bytes => Entry(bytes, PeerMessages.IceCandidate)!.Value)
                .Select(entry => entry.Body with { Seq = entry.Seq })],
        };
        return negotiation is { Offer: null, Answer: null, Candidates.Count: 0 } ? null : negotiation;
    }

    private static (long Seq, T Body)? Entry<T>(ReadOnlySpan<byte> entry, PeerMessageType<T> type)
        where T : notnull
    {
        if (entry.IsEmpty)
            return null;

        var end = entry.IndexOf(SeqEnd);
        var seq = long.Parse(Encoding.ASCII.GetString(entry[..end]), NumberStyles.None, CultureInfo.InvariantCulture);
        return (seq, type.Deserialize(entry[(end + 1)..]));
    }
}
