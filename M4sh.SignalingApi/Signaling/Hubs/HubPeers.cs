using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>Makes a <see cref="SignalingPeer"/> of a hub connection.</summary>
internal sealed class HubPeers(
    IHubContext<SignalingHub, ISignalingClient> hub, LocalPeers peers, SignalingNode node, TimeProvider time, ILogger<PeerOutbox> logger)
{
    private const string Transport = "hub";

    private static readonly object Key = new();

    public static SignalingPeer Of(HubCallerContext context) =>
        context.Items[Key] as SignalingPeer ?? throw new InvalidOperationException("The connection has not been opened.");

    public void Connect(HubCallerContext context)
    {
        var user = context.User ?? throw new InvalidOperationException("The connection is not authenticated.");
        var outbox = new PeerOutbox(hub.Clients.Client(context.ConnectionId), context.Abort, time, logger);
        var peer = new SignalingPeer(new(node.Id, context.ConnectionId), user.SessionId(), user.UserId(), user.Permissions(), Transport)
        {
            Token = SessionToken.Of(user),
            Outbox = outbox,
        };
        context.Items[Key] = peer;
        peers.Add(peer);

        // Ends with the connection, and handles its own failures.
        _ = outbox.RunAsync();
    }

    public void Disconnect(HubCallerContext context)
    {
        var peer = Of(context);
        peers.Remove(peer);
        peer.Outbox.Complete();
    }
}
