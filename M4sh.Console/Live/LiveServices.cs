namespace M4sh.Console.Live;

public static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services.AddSingleton<LiveNews>();
}
