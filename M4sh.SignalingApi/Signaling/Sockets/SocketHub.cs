using M4sh.SignalingApi.Signaling.Hubs;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>The signaling hub as raw sockets come to it: the same hub, its connections among those of SignalR's, with a protocol of their own.</summary>
internal sealed class SocketHub(IServiceProvider services, SocketProtocol protocol, MessageLimits limits)
{
    private readonly HubConnectionHandler<SignalingHub> _handler =
        ActivatorUtilities.CreateInstance<HubConnectionHandler<SignalingHub>>(services, new OneProtocol(protocol));

    /// <summary>Runs until the connection ends.</summary>
    public Task RunAsync(ConnectionContext connection) => limits.RunSocketAsync(connection, _handler.OnConnectedAsync);

    private sealed class OneProtocol(SocketProtocol protocol) : IHubProtocolResolver
    {
        public IReadOnlyList<IHubProtocol> AllProtocols => [protocol];

        public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
            protocolName == protocol.Name ? protocol : null;
    }
}
