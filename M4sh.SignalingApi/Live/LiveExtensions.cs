namespace M4sh.SignalingApi.Live;

public static class LiveExtensions
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services.AddSingleton<LiveFeed>();
}
