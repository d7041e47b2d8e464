namespace M4sh.SignalingApi.Qos;

public static class QosExtensions
{
    public static IServiceCollection AddQos(this IServiceCollection services) => services
        .AddSingleton<QosMetrics>()
        .AddScoped<QosWriter>()
        .AddScoped<QosIngest>()
        .AddScoped<QualityReports>();
}
