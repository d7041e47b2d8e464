namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>What must happen at once to a room's watch over ICE. Keys: <see cref="RoomKeys"/>. Only commands that Garnet has too.</summary>
internal static class IceScripts
{
    /// <summary>ARGV: user, '1' where it reports that it is connected. While anybody is, no deadline runs.</summary>
    public static readonly RoomScript Report = new("room.ice-report",
        """
        if redis.call('EXISTS', KEYS[3]) == 0 then return {} end
        if ARGV[2] == '1' then
          if redis.call('HSETNX', KEYS[3], 'up:' .. ARGV[1], '1') == 1 then redis.call('HINCRBY', KEYS[3], 'ups', 1) end
          redis.call('HDEL', KEYS[3], 'ice_at', 'ice_step')
        elseif redis.call('HDEL', KEYS[3], 'up:' .. ARGV[1]) == 1 then
          redis.call('HINCRBY', KEYS[3], 'ups', -1)
        end
        return {}
        """);

    /// <summary>
    /// ARGV: now and the next deadline, in milliseconds. Answers the step that is due, or 0; the deadline from here on, or 0; the places; the last step taken.
    /// Whoever asks first takes the step.
    /// </summary>
    public static readonly RoomScript Step = new("room.ice-step",
        """
        local at = redis.call('HGET', KEYS[3], 'ice_at')
        if not at then return {0, 0, {}, 0} end
        if redis.call('HLEN', KEYS[1]) < 2 then
          redis.call('HDEL', KEYS[3], 'ice_at')
          return {0, 0, {}, 0}
        end
        if tonumber(at) > tonumber(ARGV[1]) then return {0, at, {}, redis.call('HGET', KEYS[3], 'ice_step') or '0'} end
        local step = redis.call('HINCRBY', KEYS[3], 'ice_step', 1)
        redis.call('HSET', KEYS[3], 'ice_at', ARGV[2])
        return {step, ARGV[2], redis.call('HGETALL', KEYS[1]), step}
        """);
}
