using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.RateLimits;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>Issues ICE servers to a user of a session: as often as it may, and never without the session's timeline telling of it. The credential it does not tell.</summary>
internal sealed class IceIssuing(IceServerService servers, SlidingWindow window, IceEvents events, IOptions<WebRtcOptions> options)
{
    /// <summary>Over REST, where a user may ask as often as it likes.</summary>
    /// <exception cref="M4shException"><c>rate_limited</c>.</exception>
    public async Task<IceServersResponse> RequestAsync(Guid sessionId, string userId, string via, CancellationToken cancellationToken)
    {
        var webRtc = options.Value;
        var wait = await window.TakeAsync($"ice:{userId}", webRtc.IssueLimit, cancellationToken, webRtc.IssueWindow);
        if (wait > TimeSpan.Zero)
            throw new M4shException(ErrorCodes.RateLimited, "ICE servers were asked for too often.") { RetryAfter = wait };

        return await IssueAsync(sessionId, userId, via, cancellationToken);
    }

    public async Task<IceServersResponse> IssueAsync(Guid sessionId, string userId, string via, CancellationToken cancellationToken)
    {
        var issued = servers.Issue(userId);
        var data = new JsonObject { ["via"] = via, ["turn"] = issued.IceServers.Count(server => server.Urls.Any(IceServerProviders.IsTurn)) };
        if (servers.IsTimeLimited)
            data["expires_at"] = issued.ExpiresAt;

        await events.AddAsync(sessionId, SessionEventTypes.IceServersIssued, userId, data, cancellationToken);
        return issued;
    }
}
