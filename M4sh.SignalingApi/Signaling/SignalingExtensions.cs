using M4sh.Contracts.Json;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Hubs;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Signaling.Routing;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace M4sh.SignalingApi.Signaling;

public static class SignalingExtensions
{
    private const string HubPath = "/hubs/signaling";

    // What a hub message has around ours.
    private const int EnvelopeBytes = 4 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddSignaling(this IServiceCollection services)
    {
        services.AddSignalR(hub =>
        {
            hub.KeepAliveInterval = KeepAlive;
            hub.ClientTimeoutInterval = Silence;
            hub.MaximumReceiveMessageSize = SignalingRules.MaxMessageBytes + EnvelopeBytes;
            hub.AddFilter<SignalingHubFilter>();
        }).AddJsonProtocol(json => M4shJson.Configure(json.PayloadSerializerOptions));

        // It logs each refused message as an error with its stack; what is an error of ours, SignalingHubFilter logs.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None));

        services.AddOptions<RoomOptions>().BindConfiguration(RoomOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IHubProtocol, SignalingHubProtocol>()
            .AddSingleton<SignalingHubFilter>()
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
            .AddSingleton<TokenSuccessors>()
            .AddSingleton<SessionGateway>()
            .AddSingleton<MessageRelay>()
            .AddSingleton<SignalingRouter>()
            .AddSingleton<SignalingMetrics>()
            .AddSingleton<ISessionNotifier, SignalingNotifier>()
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
        endpoints.MapStatelessNegotiation(HubPath).RequireAuthorization(SessionTokenDefaults.AuthenticationScheme);
        endpoints.MapHub<SignalingHub>(HubPath, options => options.Transports = HttpTransportType.WebSockets).WithoutNegotiatedId();
    }
}
