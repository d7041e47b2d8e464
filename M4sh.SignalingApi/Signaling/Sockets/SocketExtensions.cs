using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Signaling.Sockets;

internal static class SocketExtensions
{
    public static IServiceCollection AddSignalingSockets(this IServiceCollection services) => services
        .AddSingleton<SocketProtocol>()
        .AddSingleton<SocketHub>()
        .AddSingleton<SocketEndpoint>();

    public static void MapSignalingSockets(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(endpoints.ServiceProvider.GetRequiredService<SocketEndpoint>().RunAsync);
        endpoints
            .MapMethods($"{SignalingPaths.Sockets}/{{{SocketEndpoint.Session}}}", [HttpMethods.Get, HttpMethods.Connect], pipeline.Build())
            .WithMetadata(new TokenInQuery(SignalingPaths.SocketToken, IsConnection: true))
            .ExcludeFromDescription();
    }
}
