using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Sockets;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>Makes a <see cref="SignalingPeer"/> of a hub connection, which may be a raw socket below.</summary>
internal sealed class HubPeers(
    IHubContext<SignalingHub> hub, LocalPeers peers, SignalingNode node, IOptions<ConnectionOptions> options, TimeProvider time,
    ILogger<PeerOutbox> logger)
{
    private const int JoinsPerSecond = 1;
    private const int JoinBurst = 5;
    private const string Hub = "hub";
    private const string Socket = "websocket";

    private static readonly object Key = new();

    public static SignalingPeer Of(HubCallerContext context) =>
        Find(context.Items) ?? throw new InvalidOperationException("The connection has not been opened.");

    /// <param name="connection">The items of a connection, or of the request that it is. Null: it has not been opened.</param>
    public static SignalingPeer? Find(IDictionary<object, object?> connection) =>
        connection.TryGetValue(Key, out var peer) ? (SignalingPeer?)peer : null;

    public void Connect(HubCallerContext context)
    {
        var user = context.User ?? throw new InvalidOperationException("The connection is not authenticated.");
        var transport = context.Features.Get<SocketClosing>() is null ? Hub : Socket;
        var client = hub.Clients.Client(context.ConnectionId);
        var outbox = new PeerOutbox((callback, message) => client.SendCoreAsync(callback, [message]), why => Close(context, why), options.Value, time, logger);
        var peer = new SignalingPeer(new(node.Id, context.ConnectionId), user.SessionId(), user.UserId(), user.Permissions(), transport)
        {
            Token = SessionToken.Of(user),
            Outbox = outbox,
            Joins = new(JoinsPerSecond, JoinBurst, time),
            OpenedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        context.Items[Key] = peer;
        if (context.GetHttpContext() is { } request)
            request.Items[Key] = peer;

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

    private static void Close(HubCallerContext context, DisconnectMessage why)
    {
        context.Features.Get<SocketClosing>()?.Because(why);

        // A SignalR client that is asked to close, and not cut off, may come again by itself.
        if (why.Action == DisconnectAction.Stop || context.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } lifetime)
            context.Abort();
        else
            lifetime.RequestClose();
    }
}
