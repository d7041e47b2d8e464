using System.Diagnostics;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Tokens;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>One connection of one user to one session, whatever its transport. Who it is comes from its token, never from a message.</summary>
internal sealed class SignalingPeer(PeerPlace place, Guid sessionId, string userId, IReadOnlyList<MediaPermission> permissions, string transport)
{
    private long _iceAt;
    private bool _isAdmitted;

    public PeerPlace Place => place;

    /// <summary>The place as rooms have it.</summary>
    public string PlaceText { get; } = place.ToString();

    /// <summary>The keys of its room in Redis.</summary>
    public RedisKey[] RoomKeys { get; } = Rooms.RoomKeys.Of(sessionId, userId);

    public Guid SessionId => sessionId;

    public string UserId => userId;

    /// <summary>What it may send: what its token says, as far as its session still grants it.</summary>
    public IReadOnlyList<MediaPermission> Permissions { get; private set; } = permissions;

    /// <summary>It is host until the session's creator comes, and then may lose permissions.</summary>
    public bool IsHostForNow { get; set; }

    /// <summary>Never gives a permission back: that takes a new token.</summary>
    public void Narrow(IReadOnlyList<MediaPermission> granted) => Permissions = [.. Permissions.Intersect(granted)];

    /// <summary>The transport's name in metrics.</summary>
    public string Transport => transport;

    /// <summary>What the connection was opened with.</summary>
    public required SessionToken Token { get; init; }

    public required PeerOutbox Outbox { get; init; }

    /// <summary>How often it may join: each time all that is kept of the room is read.</summary>
    public required TokenBucket Joins { get; init; }

    /// <summary>When the connection was opened, Unix time in milliseconds.</summary>
    public long OpenedAt { get; init; }

    /// <summary>Done when the connection is closed, and all that it was sent is out.</summary>
    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its session was looked at: it may be here.</summary>
    public bool IsAdmitted
    {
        get => Volatile.Read(ref _isAdmitted);
        set => Volatile.Write(ref _isAdmitted, value);
    }

    /// <summary>It may be in its room, though nobody has said so.</summary>
    public bool HasEntered { get; set; }

    public bool HasJoined { get; set; }

    /// <summary>It has left the session, and the end of its signaling is told with that.</summary>
    public bool HasLeft { get; set; }

    /// <summary>It is out of its room, and whoever is there knows.</summary>
    public bool IsOut { get; set; }

    /// <summary>The polite side of perfect negotiation: the second to have joined the session.</summary>
    public bool IsPolite { get; set; }

    /// <summary>The room's negotiation as it was seen last from here. Stale, it costs one more look at the room.</summary>
    public RoomNegotiation Negotiation { get; set; } = RoomNegotiation.None;

    /// <summary>When the last token that it was given ends.</summary>
    public DateTimeOffset TokenExpiresAt { get; set; }

    /// <summary>When a successor of that is due.</summary>
    public DateTimeOffset TokenNoticeAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>When ICE is to be looked after, Unix time in milliseconds; 0 for never.</summary>
    public long IceAt
    {
        get => Volatile.Read(ref _iceAt);
        set => Volatile.Write(ref _iceAt, value);
    }

    /// <summary>What is known of its ICE.</summary>
    public IceWatch Ice { get; } = new();

    /// <summary>The session's trace, once the session was looked at.</summary>
    public ActivityContext Trace { get; set; }
}
