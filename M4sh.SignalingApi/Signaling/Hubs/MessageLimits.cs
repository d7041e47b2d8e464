using System.IO.Pipelines;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>
/// Holds a connection to its limits before SignalR sees what came, on either transport. SignalR's own bound on a message's size ends the
/// connection without a word to the client.
/// </summary>
internal sealed class MessageLimits(IOptions<ConnectionOptions> options, TimeProvider time)
{
    // What a hub message has around ours.
    private const int EnvelopeBytes = 4 * 1024;

    public Task RunHubAsync(ConnectionContext connection, ConnectionDelegate next) =>
        RunAsync(connection, next, options.Value.MaxMessageBytes + EnvelopeBytes);

    public Task RunSocketAsync(ConnectionContext connection, ConnectionDelegate next) =>
        RunAsync(connection, next, options.Value.MaxMessageBytes);

    private async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, int maxBytes)
    {
        var transport = connection.Transport;
        var bucket = new TokenBucket(options.Value.MessagesPerSecond, options.Value.MessageBurst, time);
        var input = new LimitedReader(transport.Input, maxBytes, bucket, breach => Refuse(connection, breach), time);
        connection.Transport = new Limited(input, transport.Output);
        WatchSilence(connection, input);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    /// <summary>SignalR's own watch starts with a client's first ping. Raw sockets are watched by theirs, and have no heartbeat here.</summary>
    private void WatchSilence(ConnectionContext connection, LimitedReader input)
    {
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            _ =>
            {
                if (input.Silence > options.Value.Silence)
                    lifetime?.RequestClose();
            },
            connection);
    }

    private static void Refuse(ConnectionContext connection, DisconnectMessage breach)
    {
        if (HubPeers.Find(connection.Items) is { } peer)
            peer.Outbox.Post(PeerMessages.Disconnect.Of(breach));
        else
            connection.Abort();
    }

    private sealed class Limited(LimitedReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
