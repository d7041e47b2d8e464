using M4sh.Contracts.Ice;

namespace M4sh.SignalingApi.Ice;

/// <summary>A configured STUN or TURN server.</summary>
internal interface IIceServerProvider
{
    IReadOnlyList<string> Urls { get; }

    string? Region { get; }

    /// <summary>It makes credentials that end.</summary>
    bool IsTimeLimited { get; }

    /// <summary>It has what it makes credentials of.</summary>
    bool IsReady => true;

    /// <summary>The server for a user; null: it has nothing to make a credential of, and a broken one is never handed out.</summary>
    /// <param name="urls">Those of <see cref="Urls"/> that are there.</param>
    /// <param name="userId">The user.</param>
    /// <param name="expires">When credentials end.</param>
    RtcIceServer? Issue(IReadOnlyList<string> urls, string userId, DateTimeOffset expires);
}
