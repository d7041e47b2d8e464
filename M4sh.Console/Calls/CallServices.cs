namespace M4sh.Console.Calls;

public static class CallServices
{
    public static IServiceCollection AddCalls(this IServiceCollection services) => services
        .AddSingleton<ICallSignalingFactory, HubSignalingFactory>()
        .AddSingleton<CallContext>()
        .AddScoped<IBrowserPeers, BrowserPeers>();
}
