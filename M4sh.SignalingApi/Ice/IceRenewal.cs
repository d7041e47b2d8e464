using M4sh.Contracts.Ice;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>What a connection has of ICE servers, and fresh TURN credentials before those that it has end: a server asks for them whenever ICE is restarted.</summary>
internal sealed class IceRenewal(IceIssuing issuing, IceServerService servers, IOptions<WebRtcOptions> options, TimeProvider time)
{
    /// <summary>For a <c>join</c>: one that is repeated gets what the connection has, until that is due to be renewed.</summary>
    public async Task<IceServersResponse> ServersAsync(SignalingPeer peer, CancellationToken cancellationToken) =>
        peer.Ice.Servers is { } issued && time.GetUtcNow() < peer.Ice.ServersNoticeAt
            ? issued
            : await issuing.IssueAsync(peer.SessionId, peer.UserId, IceIssue.Signaling, cancellationToken);

    public void Plan(SignalingPeer peer, IceServersResponse issued)
    {
        peer.Ice.Servers = issued;
        if (!servers.IsTimeLimited)
            return;

        var halfLife = options.Value.TurnCredentialTtl / 2;
        peer.Ice.ServersNoticeAt = issued.ExpiresAt - (options.Value.CredentialNotice < halfLife ? options.Value.CredentialNotice : halfLife);
    }

    /// <summary>What fails is tried again at the next look.</summary>
    public async Task SendAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        var due = peer.Ice.ServersNoticeAt;
        peer.Ice.ServersNoticeAt = DateTimeOffset.MaxValue;
        try
        {
            var issued = await issuing.IssueAsync(peer.SessionId, peer.UserId, IceIssue.Renewal, cancellationToken);
            Plan(peer, issued);
            peer.Outbox.Post(PeerMessages.IceServers.Of(issued));
        }
        catch
        {
            peer.Ice.ServersNoticeAt = due;
            throw;
        }
    }
}
