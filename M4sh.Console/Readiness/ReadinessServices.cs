namespace M4sh.Console.Readiness;

public static class ReadinessServices
{
    public static IServiceCollection AddReadiness(this IServiceCollection services) => services
        .AddSingleton<ReachScript>()
        .AddSingleton<ReadinessContext>()
        .AddScoped<IReadinessBrowsers, ReadinessBrowsers>();
}
