using M4sh.Contracts.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.Client.Signaling;

/// <summary>The SignalR connection below a <see cref="SignalingConnection"/>: one WebSocket, no negotiation, the contract's JSON.</summary>
internal static class SignalingHubConnection
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    public static HubConnection Build(SignalingConnectionOptions options, ILoggerFactory? loggerFactory)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(options.HubUrl, HttpTransportType.WebSockets, http =>
            {
                http.SkipNegotiation = true;
                http.WebSocketFactory = async (context, cancellationToken) =>
                    await SignalingSocket.ConnectAsync(context.Uri, await options.SessionToken(cancellationToken), cancellationToken);
            })
            .AddJsonProtocol(json => M4shJson.Configure(json.PayloadSerializerOptions))
            .WithKeepAliveInterval(KeepAlive)
            .WithServerTimeout(Silence);
        if (loggerFactory is not null)
            builder.Services.AddSingleton(loggerFactory);

        return builder.Build();
    }
}
