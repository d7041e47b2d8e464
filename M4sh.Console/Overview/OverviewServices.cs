using Microsoft.Extensions.Http.Resilience;

namespace M4sh.Console.Overview;

public static class OverviewServices
{
    public static IServiceCollection AddOverview(this IServiceCollection services)
    {
        // 503 is what an unhealthy service answers: to try again would only hide it.
        services.AddHttpClient(HealthProbe.HttpClientName).ConfigureAdditionalHttpMessageHandlers((handlers, _) =>
        {
            foreach (var resilience in handlers.OfType<ResilienceHandler>().ToArray())
            {
                handlers.Remove(resilience);
            }
        });
        return services.AddSingleton<HealthProbe>().AddSingleton<OverviewReader>().AddSingleton<OverviewFeed>();
    }
}
