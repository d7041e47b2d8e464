namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>What must happen to a room at once: who is in it. Keys: <see cref="RoomKeys"/>. Only commands that Garnet has too.</summary>
internal static class RoomScripts
{
    /// <summary>
    /// ARGV: user, place, the epoch and the last seq that the client knows or '', a new epoch, time to live in seconds; in milliseconds: now, the
    /// grace period, until when an offer that the user can answer only now is open, and the deadlines of ICE with and without an answer, when the
    /// connection was opened, and how far nodes' clocks may be apart; then those who have left the session, and when: who of them is here was not taken out
    /// yet, unless it has come again since. Answers nothing where a connection that was opened later is there: this one is gone, and comes late.
    /// </summary>
    public static readonly RoomScript Join = new("room.join", Clear +
        """

        local user, place, known = ARGV[1], ARGV[2], redis.call('HGET', KEYS[2], ARGV[1])
        local here = redis.call('HGET', KEYS[1], user)
        local again = here == place
        if here and not again and -tonumber(known or 0) > tonumber(ARGV[12]) + tonumber(ARGV[13]) then return {} end
        local left = {}
        for i = 14, #ARGV, 2 do
          local since = redis.call('HGET', KEYS[2], ARGV[i])
          if since and math.abs(tonumber(since)) + tonumber(ARGV[13]) < tonumber(ARGV[i + 1]) then
            left[#left + 1] = ARGV[i]
            left[#left + 1] = redis.call('HGET', KEYS[1], ARGV[i]) or ''
            redis.call('HDEL', KEYS[1], ARGV[i])
            redis.call('HDEL', KEYS[2], ARGV[i])
            clear(ARGV[i])
          end
        end
        local epoch = redis.call('HGET', KEYS[3], 'epoch')
        local restarted, resumed = 0, 0
        local parted = redis.call('HEXISTS', KEYS[3], 'cleared') == 1 and not known
        if not epoch or parted or (known and ARGV[3] == '' and not again) then
          if epoch then restarted = 1 end
          epoch = ARGV[5]
          redis.call('DEL', KEYS[3], KEYS[4])
          redis.call('HSET', KEYS[3], 'epoch', epoch, 'seq', '0')
        end

        redis.call('HSET', KEYS[1], user, place)
        redis.call('HSET', KEYS[2], user, '-' .. ARGV[12])
        local s = redis.call('HMGET', KEYS[3], 'seq', 'first', 'last:' .. user, 'version', 'offerer', 'offer_seq', 'open_until', 'answered', 'ups', 'ice_at', 'cleared', 'lost')
        local seq, first, last = tonumber(s[1]), tonumber(s[2] or 1), tonumber(ARGV[4])
        local gone = tonumber(s[11] or -1) + 1 == first and last and last >= tonumber(s[12] or 0)
        if known and epoch == ARGV[3] and last and last >= 0 and last <= seq and (gone or last + 1 >= first)
            and (here or tonumber(ARGV[7]) - tonumber(known) <= tonumber(ARGV[8])) then resumed = 1 end

        local version = tonumber(s[4] or 0)
        if not again and s[5] and s[5] ~= user and s[8] ~= '1' then
          version = version + 1
          s[7] = ARGV[9]
          redis.call('HSET', KEYS[3], 'version', version, 'open_until', s[7])
        end
        if redis.call('HLEN', KEYS[1]) > 1 and not s[10] and tonumber(s[9] or 0) == 0 then
          s[10] = s[8] == '1' and ARGV[10] or ARGV[11]
          redis.call('HSET', KEYS[3], 'ice_at', s[10])
        end

        for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[6]) end
        local entries, kept = {}, {}
        if resumed == 1 then
          entries = redis.call('LRANGE', KEYS[4], math.max(last + 1 - first, 0), -1)
        else
          entries = redis.call('LRANGE', KEYS[4], 0, -1)
          kept = redis.call('HMGET', KEYS[3], 'open', 'offer', 'answer')
        end
        return {
          epoch, seq, known and 1 or 0, restarted, resumed, again and 1 or 0, here or '', s[3] or '0', redis.call('HGETALL', KEYS[1]), entries, kept,
          version, s[5] or '', s[6] or '0', s[7] or '0', s[8] or '0', s[10] or '0', left
        }
        """);

    /// <summary>
    /// ARGV: user, '1' where the session has ended: then nothing is left of the room, and the keys are followed by those of all its users' ids; in milliseconds
    /// until when a connection was opened that goes with this, or '': one that was opened later stays, and nothing is answered. What the two had negotiated and relayed is over; the epoch and the order go on for who stays, until somebody comes and begins a new one.
    /// </summary>
    public static readonly RoomScript Leave = new("room.leave", Clear +
        """

        local place = redis.call('HGET', KEYS[1], ARGV[1])
        if place and ARGV[2] ~= '1' and ARGV[3] ~= '' and -tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0) > tonumber(ARGV[3]) then return {} end
        redis.call('HDEL', KEYS[1], ARGV[1])
        if ARGV[2] == '1' then
          local others = redis.call('HGETALL', KEYS[1])
          redis.call('DEL', unpack(KEYS))
          return {place or '', others}
        end
        if redis.call('HDEL', KEYS[2], ARGV[1]) == 1 then clear(ARGV[1]) end
        return {place or '', redis.call('HGETALL', KEYS[1])}
        """);

    /// <summary>
    /// ARGV: user, place, now in milliseconds. A connection that was replaced takes nobody's presence away: then nothing is answered. Else the
    /// epoch, the user's last seq, the others.
    /// </summary>
    public static readonly RoomScript Disconnect = new("room.disconnect",
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return {} end
        redis.call('HDEL', KEYS[1], ARGV[1])
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
        local s = redis.call('HMGET', KEYS[3], 'epoch', 'last:' .. ARGV[1])
        return {s[1] or '', s[2] or '0', redis.call('HGETALL', KEYS[1])}
        """);

    /// <summary>
    /// ARGV: user, place, the epoch and the seq that it is at, '1' where nothing is kept that could be missing. Answers the epoch, the others, the users who have not left, and what was relayed since;
    /// or -1: the connection was replaced, -4: the room was lost or the user is in it no more, -7: it is too much.
    /// </summary>
    public static readonly RoomScript Read = new("room.read",
        """
        local here = redis.call('HGET', KEYS[1], ARGV[1])
        local s = redis.call('HMGET', KEYS[3], 'epoch', 'seq', 'first', 'cleared', 'lost')
        if here ~= ARGV[2] then
          if here then return {-1} end
          return {-4}
        end
        local first, from = tonumber(s[2] and s[3] or 1), 1
        if s[1] == ARGV[3] then from = tonumber(ARGV[4]) + 1 end
        if from < first and tonumber(s[4] or -1) + 1 == first and (from > tonumber(s[5] or 0) or s[1] ~= ARGV[3]) then from = first end
        if from < first and ARGV[5] == '1' then from = first end
        if from < first then return {-7} end
        local entries = {}
        if from <= tonumber(s[2]) then entries = redis.call('LRANGE', KEYS[4], from - first, -1) end
        return {1, s[1], redis.call('HGETALL', KEYS[1]), redis.call('HKEYS', KEYS[2]), entries}
        """);

    /// <summary>What becomes of a room that somebody left. Who has not seen the leaver's last message cannot resume: it is lost.</summary>
    private const string Clear =
        """
        local function clear(leaver)
          local kept = {}
          for _, user in ipairs(redis.call('HKEYS', KEYS[2])) do
            kept[user] = redis.call('HGET', KEYS[3], 'last:' .. user)
          end
          local s = redis.call('HMGET', KEYS[3], 'epoch', 'seq', 'version', 'lost', 'last:' .. leaver)
          local lost = math.max(tonumber(s[4] or 0), tonumber(s[5] or 0))
          local ttl = redis.call('TTL', KEYS[3])
          redis.call('DEL', KEYS[3], KEYS[4])
          if s[1] then
            redis.call('HSET', KEYS[3], 'epoch', s[1], 'seq', s[2], 'first', s[2] + 1, 'cleared', s[2], 'lost', lost, 'version', (s[3] or 0) + 1)
            for user, last in pairs(kept) do
              if last then redis.call('HSET', KEYS[3], 'last:' .. user, last) end
            end
            redis.call('EXPIRE', KEYS[3], ttl)
          end
        end
        """;
}
