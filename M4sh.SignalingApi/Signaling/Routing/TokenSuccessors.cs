using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Tokens;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>
/// Sends a connection the successor of its token before that ends, so that its client can always come again. As long as the token's own life, with no
/// more than the session still grants, and never past the longest call.
/// </summary>
internal sealed class TokenSuccessors(
    SessionGateway sessions, SessionTokenService tokens, IOptions<RoomOptions> options, IOptions<SessionLimits> limits, TimeProvider time)
{
    public void Plan(SignalingPeer peer) => Plan(peer, peer.Token.ExpiresAt);

    public async Task SendAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        // What fails here for good needs no second try; what fails for now is tried again.
        var due = peer.TokenNoticeAt;
        peer.TokenNoticeAt = DateTimeOffset.MaxValue;
        try
        {
            var grant = await sessions.GrantAsync(peer, cancellationToken);
            if (LifeOf(peer, grant) is not { } life)
                return;

            var successor = tokens.Issue(peer.SessionId, peer.UserId, [.. peer.Permissions.Intersect(grant.Permissions)], life, grant.RevokedUntil);
            peer.Outbox.Post(PeerMessages.TokenExpiring.Of(new() { Token = successor.Token, TokenExpiresAt = successor.TokenExpiresAt }));
            Plan(peer, successor.TokenExpiresAt);
        }
        catch (Exception exception) when (exception is not M4shException)
        {
            peer.TokenNoticeAt = due;
            throw;
        }
        catch (M4shException)
        {
            // It has left, is barred, or the session is over: no successor.
        }
    }

    // Half a life before its end a token is no new one any more, however short it lives.
    private void Plan(SignalingPeer peer, DateTimeOffset expires)
    {
        var halfLife = peer.Token.Life / 2;
        peer.TokenExpiresAt = expires;
        peer.TokenNoticeAt = expires - (options.Value.TokenNotice < halfLife ? options.Value.TokenNotice : halfLife);
    }

    /// <returns>Null: the call has to be over before a successor would be of use.</returns>
    private TimeSpan? LifeOf(SignalingPeer peer, TokenGrant grant)
    {
        var now = time.GetUtcNow();
        var issued = grant.RevokedUntil + SessionTokenService.IssueStep is { } later && later > now ? later : now;
        var left = grant.StartedAt + limits.Value.MaxDuration - issued;
        var life = left < peer.Token.Life ? left.Value : peer.Token.Life;
        return issued + life >= peer.TokenExpiresAt + SessionTokenService.MinTtl / 2 ? life : null;
    }
}
