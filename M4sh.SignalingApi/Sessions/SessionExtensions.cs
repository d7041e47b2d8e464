namespace M4sh.SignalingApi.Sessions;

public static class SessionExtensions
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionLimits>().BindConfiguration(SessionLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddScoped<SessionService>()
            .AddScoped<SessionChanges>()
            .AddScoped<SessionDeparture>()
            .AddScoped<SessionEvents>()
            .AddScoped<SessionPresence>()
            .AddSingleton<SessionMetrics>()
            .AddSingleton<SessionTelemetry>()
            .AddSingleton<PublicUrls>()
            .AddHostedService<SessionWarmUp>();
    }
}
