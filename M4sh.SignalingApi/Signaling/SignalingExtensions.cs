using M4sh.Contracts.Json;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Hubs;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Signaling.Routing;
using M4sh.SignalingApi.Signaling.Sockets;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling;

public static class SignalingExtensions
{
    public static IServiceCollection AddSignaling(this IServiceCollection services)
    {
        services.AddOptions<ConnectionOptions>().BindConfiguration(ConnectionOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSignalR().AddJsonProtocol(json => M4shJson.Configure(json.PayloadSerializerOptions));
        services.AddOptions<HubOptions>().Configure<IOptions<ConnectionOptions>>(Configure);

        // It logs each refused message as an error with its stack; what is an error of ours, SignalingHubFilter logs.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None));

        services.AddOptions<RoomOptions>().BindConfiguration(RoomOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IHubProtocol, SignalingHubProtocol>()
            .AddSingleton<SignalingHubFilter>()
            .AddSingleton<MessageLimits>()
            .AddSingleton<Admission>()
            .AddSignalingSockets()
            .AddSingleton<HubPeers>()
            .AddSingleton<LocalPeers>()
            .AddSingleton<SignalingNode>()
            .AddSingleton<PeerDelivery>()
            .AddSingleton<RoomRedis>()
            .AddSingleton<RoomStore>()
            .AddSingleton<RelayLog>()
            .AddSingleton<IceTimers>()
            .AddSingleton<MessageIds>()
            .AddSingleton<Departures>()
            .AddSingleton<Leaves>()
            .AddSingleton<TokenSuccessors>()
            .AddSingleton<SessionGateway>()
            .AddSingleton<MessageRelay>()
            .AddSingleton<SignalingRouter>()
            .AddSingleton<SignalingMetrics>()
            .AddSingleton<SignalingNotifier>()
            .AddSingleton<ISessionNotifier>(services => services.GetRequiredService<SignalingNotifier>())
            .AddSingleton<IQualityNotifier>(services => services.GetRequiredService<SignalingNotifier>())
            .AddHostedService<NodeChannel>()
            .AddSingleton<RevocationChannel>()
            .AddHostedService(services => services.GetRequiredService<RevocationChannel>())
            .AddHostedService<GoingAway>()
            .AddSingleton<NodeBeat>()
            .AddHostedService(services => services.GetRequiredService<NodeBeat>())
            .AddSingleton<DeadlineWatch>()
            .AddHostedService(services => services.GetRequiredService<DeadlineWatch>())
            .AddSingleton<PresenceBeat>()
            .AddHostedService(services => services.GetRequiredService<PresenceBeat>());
    }

    public static void MapSignaling(this IEndpointRouteBuilder endpoints)
    {
        var token = new TokenInQuery(SignalingPaths.HubToken);
        var limits = endpoints.ServiceProvider.GetRequiredService<MessageLimits>();
        endpoints.MapStatelessNegotiation(SignalingPaths.Hub).RequireAuthorization(SessionTokenDefaults.AuthenticationScheme).WithMetadata(token);
        endpoints.MapConnections(
                SignalingPaths.Hub,
                Transport(endpoints.ServiceProvider.GetRequiredService<IOptions<ConnectionOptions>>().Value),
                connections => connections
                    .Use(next => connection => limits.RunHubAsync(connection, next))
                    .UseHub<SignalingHub>())
            .RequireAuthorization(SessionTokenDefaults.AuthenticationScheme)
            .WithMetadata(token)
            .AsSignalingConnection();
        endpoints.MapSignalingSockets();
    }

    private static void Configure(HubOptions hub, IOptions<ConnectionOptions> options)
    {
        hub.KeepAliveInterval = options.Value.KeepAlive;
        hub.ClientTimeoutInterval = options.Value.Silence;

        // MessageLimits has the bound.
        hub.MaximumReceiveMessageSize = null;
        hub.AddFilter<SignalingHubFilter>();
    }

    private static HttpConnectionDispatcherOptions Transport(ConnectionOptions options)
    {
        var transport = new HttpConnectionDispatcherOptions { Transports = HttpTransportType.WebSockets, TransportSendTimeout = options.SendTimeout };
        transport.WebSockets.CloseTimeout = options.CloseTimeout;
        return transport;
    }
}
