using System.Diagnostics;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Signaling.Routing;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>One connection of one user to one session, whatever its transport. Who it is comes from its token, never from a message.</summary>
internal sealed class SignalingPeer(PeerPlace place, Guid sessionId, string userId, IReadOnlyList<MediaPermission> permissions, string transport)
{
    public PeerPlace Place => place;

    public Guid SessionId => sessionId;

    public string UserId => userId;

    public IReadOnlyList<MediaPermission> Permissions => permissions;

    /// <summary>The transport's name in metrics.</summary>
    public string Transport => transport;

    /// <summary>What the connection was opened with.</summary>
    public required SessionToken Token { get; init; }

    public required PeerOutbox Outbox { get; init; }

    /// <summary>What this user's outbound samples advise this user.</summary>
    public QualityAdvisor OwnQuality { get; } = new();

    /// <summary>What this user's inbound samples advise the other.</summary>
    public QualityAdvisor OtherQuality { get; } = new();

    public bool HasJoined { get; set; }

    /// <summary>The session's trace, once the session was looked at.</summary>
    public ActivityContext Trace { get; set; }
}
