using Microsoft.Extensions.Http.Resilience;

namespace M4sh.Console.SystemStatus;

public static class SystemServices
{
    // Some hundred kilobytes at most; what is at an address may be something else.
    private const int LargestAnswer = 8 * 1024 * 1024;

    /// <summary>What the page of the whole system shows.</summary>
    public static IServiceCollection AddSystemStatus(this IServiceCollection services)
    {
        services.AddOptions<SystemOptions>().BindConfiguration(SystemOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();

        // To try again would only hide what is wrong.
        services.AddHttpClient(ReplicaProbe.HttpClientName, client => client.MaxResponseContentBufferSize = LargestAnswer)
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) =>
            {
                foreach (var resilience in handlers.OfType<ResilienceHandler>().ToArray())
                {
                    handlers.Remove(resilience);
                }
            });
        return services
            .AddSingleton<OwnTarget>()
            .AddSingleton<ReplicaProbe>()
            .AddSingleton<ReplicaList>()
            .AddSingleton<IStoreProbe, PostgresProbe>()
            .AddSingleton<IStoreProbe, RedisProbe>()
            .AddSingleton<SystemReader>()
            .AddSingleton<SystemFeed>()
            .AddSingleton<SystemLinks>();
    }
}
