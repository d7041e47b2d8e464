namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>
/// What must happen to a room at once. Keys: the places (user → place), the state (epoch, seq, offer, answer, who has joined) and the
/// candidates. Only commands that Garnet has too.
/// </summary>
internal static class RoomScripts
{
    /// <summary>ARGV: user, place, the epoch that the client knows or '', a new epoch, time to live in seconds.</summary>
    public const string Join =
        """
        local replaced = redis.call('HGET', KEYS[1], ARGV[1])
        local epoch = redis.call('HGET', KEYS[2], 'epoch')
        local known = redis.call('HEXISTS', KEYS[2], 'user:' .. ARGV[1])
        local restarted = 0
        if not epoch or (known == 1 and ARGV[3] == '') then
          if epoch then restarted = 1 end
          epoch = ARGV[4]
          redis.call('DEL', KEYS[3])
          redis.call('HDEL', KEYS[2], 'offer', 'answer')
          redis.call('HSET', KEYS[2], 'epoch', epoch, 'seq', '0')
        end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        redis.call('HSET', KEYS[2], 'user:' .. ARGV[1], '1')
        for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[5]) end
        return {
          epoch, redis.call('HGET', KEYS[2], 'seq'), restarted, known, replaced or '', redis.call('HGETALL', KEYS[1]),
          redis.call('HGET', KEYS[2], 'offer') or '', redis.call('HGET', KEYS[2], 'answer') or '', redis.call('LRANGE', KEYS[3], 0, -1)
        }
        """;

    /// <summary>
    /// ARGV: user, place, type, JSON, the target or '', the most candidates messages kept, time to live in seconds. Answers the seq and the
    /// other's place; or -1: not in the room (any more), -2: the target is not the other, -3: the target is not here.
    /// </summary>
    public const string Relay =
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return {-1} end
        local peers = redis.call('HGETALL', KEYS[1])
        local other, place
        for i = 1, #peers, 2 do
          if peers[i] ~= ARGV[1] then other, place = peers[i], peers[i + 1] end
        end
        if ARGV[5] ~= '' then
          if not other then return {-3} end
          if other ~= ARGV[5] then return {-2} end
        end
        local seq = redis.call('HINCRBY', KEYS[2], 'seq', 1)
        local entry = seq .. '|' .. ARGV[4]
        if ARGV[3] == 'offer' then
          redis.call('HSET', KEYS[2], 'offer', entry)
          redis.call('HDEL', KEYS[2], 'answer')
        elseif ARGV[3] == 'answer' then
          redis.call('HSET', KEYS[2], 'answer', entry)
        elseif ARGV[3] == 'ice-candidate' then
          if redis.call('RPUSH', KEYS[3], entry) == 1 then redis.call('EXPIRE', KEYS[3], ARGV[7]) end
          redis.call('LTRIM', KEYS[3], -ARGV[6], -1)
        end
        if place then return {seq, place} end
        return {seq}
        """;

    /// <summary>ARGV: user, a new epoch. The connection between the two is over: whoever comes next starts with nothing of it.</summary>
    public const string Leave =
        """
        local place = redis.call('HGET', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[1], ARGV[1])
        if redis.call('HDEL', KEYS[2], 'user:' .. ARGV[1]) == 1 then
          redis.call('HDEL', KEYS[2], 'offer', 'answer')
          redis.call('HSET', KEYS[2], 'epoch', ARGV[2], 'seq', '0')
          redis.call('DEL', KEYS[3])
        end
        return {place or '', redis.call('HGETALL', KEYS[1])}
        """;

    /// <summary>ARGV: user, place. A connection that was replaced takes nobody's presence away: then nothing is answered.</summary>
    public const string Disconnect =
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return {} end
        redis.call('HDEL', KEYS[1], ARGV[1])
        return {redis.call('HGETALL', KEYS[1])}
        """;
}
