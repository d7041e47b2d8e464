namespace M4sh.Console.Calls;

public static class CallServices
{
    public static IServiceCollection AddCalls(this IServiceCollection services) => services
        .AddSingleton<ICallSignalingFactory, CallSignalingFactory>()
        .AddSingleton<CallContext>()
        .AddScoped<IBrowserPeers, BrowserPeers>();
}
