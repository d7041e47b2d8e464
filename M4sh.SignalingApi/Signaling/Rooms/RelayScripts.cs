namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>What must happen at once when a message is taken. Keys: <see cref="RoomKeys"/> with the sender's ids. Only commands that Garnet has too.</summary>
internal static class RelayScripts
{
    /// <summary>
    /// ARGV: user, place, type or '' for what is only remembered, JSON or then the answer, the target or '', the message's id or '', the most messages
    /// and bytes of the log, the most ids, time to live in seconds; for what changes the negotiation also the epoch and version that it was decided on,
    /// and what becomes of it: offerer, offer's seq (0: this one's), open until, answered, and the deadline of ICE after an answer. Answers seq, the user's
    /// seq before, epoch, the other's place or ''. Or 0: taken before, with that answer and the other's place; -1 and -4 as of
    /// <see cref="RoomScripts.Read"/>, -2: the target is not the other, -3: nobody knows the target, -5: the negotiation is another, with all of it, -6: remembered.
    /// </summary>
    public static readonly RoomScript Relay = new("room.relay", Remember +
        """

        local user, type = ARGV[1], ARGV[3]
        local peers = redis.call('HGETALL', KEYS[1])
        local here, other, place
        for i = 1, #peers, 2 do
          if peers[i] == user then here = peers[i + 1] else other, place = peers[i], peers[i + 1] end
        end
        if here ~= ARGV[2] then
          if here then return {-1} end
          return {-4}
        end
        local answered = recall(ARGV[6])
        if answered then return {0, answered, place or ''} end
        if ARGV[5] ~= '' and other ~= ARGV[5] then
          if other then return {-2} end
          if ARGV[5] == user or redis.call('HEXISTS', KEYS[2], ARGV[5]) == 0 then return {-3} end
        end

        local s = redis.call('HMGET', KEYS[3], 'epoch', 'seq', 'first', 'bytes', 'last:' .. user, 'version')
        local version = s[6] or '0'
        if ARGV[12] and (s[1] ~= ARGV[11] or version ~= ARGV[12]) then
          local n = redis.call('HMGET', KEYS[3], 'offerer', 'offer_seq', 'open_until', 'answered')
          return {-5, s[1], version, n[1] or '', n[2] or '0', n[3] or '0', n[4] or '0'}
        end
        if type == '' then
          remember(ARGV[6], ARGV[4], ARGV[9], ARGV[10])
          return {-6}
        end

        local seq, first = tonumber(s[2]) + 1, tonumber(s[3] or 1)
        local entry = seq .. '|' .. type .. '|' .. ARGV[4]
        local bytes = tonumber(s[4] or 0) + #entry
        if ARGV[7] == '0' then
          first, bytes = seq + 1, 0
        elseif redis.call('RPUSH', KEYS[4], entry) == 1 then
          redis.call('EXPIRE', KEYS[4], ARGV[10])
        end
        while first < seq and (seq - first >= tonumber(ARGV[7]) or bytes > tonumber(ARGV[8])) do
          bytes = bytes - #redis.call('LPOP', KEYS[4])
          first = first + 1
        end
        redis.call('HSET', KEYS[3], 'seq', seq, 'first', first, 'bytes', bytes, 'last:' .. user, seq)
        if ARGV[12] then
          redis.call('HSET', KEYS[3], 'version', version + 1, 'offerer', ARGV[13], 'offer_seq', ARGV[14] == '0' and seq or ARGV[14],
            'open_until', ARGV[15], 'answered', ARGV[16])
        end
        if type == 'offer' then
          redis.call('HSET', KEYS[3], 'open', entry)
        elseif type == 'answer' then
          redis.call('HSET', KEYS[3], 'offer', redis.call('HGET', KEYS[3], 'open') or '', 'answer', entry)
          redis.call('HDEL', KEYS[3], 'open')
          if tonumber(redis.call('HGET', KEYS[3], 'ups') or 0) == 0 then redis.call('HSET', KEYS[3], 'ice_at', ARGV[17]) end
        elseif type == 'rollback' then
          redis.call('HDEL', KEYS[3], 'open')
        end
        remember(ARGV[6], seq, ARGV[9], ARGV[10])
        return {seq, tonumber(s[5] or 0), s[1], place or ''}
        """);

    /// <summary>ARGV: id. Its answer, or nil.</summary>
    public static readonly RoomScript Recall = new("room.recall", Remember +
        """

        return {recall(ARGV[1])}
        """);

    /// <summary>ARGV: user, place, id, answer, the most ids, time to live in seconds. The answer that counts: the first. Nothing is kept of who is not in the room.</summary>
    public static readonly RoomScript Settle = new("room.settle", Remember +
        """

        local answered = recall(ARGV[3])
        if answered then return {answered} end
        if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then remember(ARGV[3], ARGV[4], ARGV[5], ARGV[6]) end
        return {ARGV[4]}
        """);

    private const string Remember =
        """
        local function recall(id)
          return id ~= '' and (redis.call('HGET', KEYS[5], id) or redis.call('HGET', KEYS[6], id))
        end
        local function remember(id, answer, most, ttl)
          if id == '' then return end
          redis.call('HSET', KEYS[5], id, answer)
          local count = redis.call('HLEN', KEYS[5])
          if count == 1 then redis.call('EXPIRE', KEYS[5], ttl) end
          if count >= tonumber(most) then redis.call('RENAME', KEYS[5], KEYS[6]) end
        end
        """;
}
