using M4sh.ServiceDefaults;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets Prometheus find a replica by itself.</summary>
public static class MetricsAnnouncerExtensions
{
    /// <summary>Tells <typeparamref name="TTargets"/> where the replica's metrics are, as long as it runs.</summary>
    public static IServiceCollection AddMetricsAnnouncer<TTargets>(this IServiceCollection services)
        where TTargets : class, IMetricsTargets
    {
        services.AddOptions<MetricsAnnouncerOptions>().BindConfiguration(MetricsAnnouncerOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IMetricsTargets, TTargets>().AddHostedService<MetricsAnnouncer>();
    }
}
