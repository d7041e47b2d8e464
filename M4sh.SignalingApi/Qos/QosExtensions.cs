namespace M4sh.SignalingApi.Qos;

public static class QosExtensions
{
    public static IServiceCollection AddQos(this IServiceCollection services) => services
        .AddSingleton<QosMetrics>()
        .AddQosOptions()
        .AddSingleton<QosQueue>()
        .AddHostedService<QosWriter>()
        .AddSingleton<QosIngest>()
        .AddScoped<QualityReports>();

    private static IServiceCollection AddQosOptions(this IServiceCollection services)
    {
        services.AddOptions<QosOptions>().BindConfiguration(QosOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
