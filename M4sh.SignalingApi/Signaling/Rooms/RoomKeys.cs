using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>A session's keys in Redis, in the order in which all scripts take them. The braces keep them on one node of a cluster.</summary>
internal static class RoomKeys
{
    /// <summary>
    /// The places (user → place), the users who have joined and not left (user → when its connection was lost; while it is there, minus when that was opened), the
    /// epoch's state, and its log of relayed messages.
    /// </summary>
    public static RedisKey[] Of(Guid sessionId) =>
    [
        $"m4sh:{{{sessionId}}}:places", $"m4sh:{{{sessionId}}}:users", $"m4sh:{{{sessionId}}}:state", $"m4sh:{{{sessionId}}}:log",
    ];

    /// <summary>The same, and the ids of the user's messages with their answers, in two generations.</summary>
    public static RedisKey[] Of(Guid sessionId, string userId) => [.. Of(sessionId), .. Ids(sessionId, userId)];

    public static RedisKey[] Ids(Guid sessionId, string userId) => [$"m4sh:{{{sessionId}}}:ids:{userId}", $"m4sh:{{{sessionId}}}:former-ids:{userId}"];
}
