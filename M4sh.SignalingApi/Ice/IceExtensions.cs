using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

public static class IceExtensions
{
    public static IServiceCollection AddIce(this IServiceCollection services)
    {
        services.AddOptions<WebRtcOptions>()
            .BindConfiguration(WebRtcOptions.SectionName)
            .Configure<IConfiguration>((options, configuration) =>
            {
                // The names that TURN deployments already use.
                options.TurnServer.Url = configuration["TURN_SERVER_URL"] ?? options.TurnServer.Url;
                options.TurnServer.Secret = configuration["TURN_SECRET"] ?? options.TurnServer.Secret;
                options.TurnServer.SecretFile = configuration["TURN_SECRET_FILE"] ?? options.TurnServer.SecretFile;
            })
            .ValidateOnStart();
        services.AddHealthChecks().AddCheck<TurnHealthCheck>(TurnHealthCheck.Name);
        return services
            .AddSingleton<IValidateOptions<WebRtcOptions>, WebRtcOptionsValidator>()
            .AddSingleton<IceServerProviders>()
            .AddSingleton<ITurnProbe, TurnProbe>()
            .AddSingleton<TurnServerWatch>()
            .AddHostedService(services => services.GetRequiredService<TurnServerWatch>())
            .AddSingleton<IceEvents>()
            .AddHostedService(services => services.GetRequiredService<IceEvents>())
            .AddSingleton<IceServerService>()
            .AddSingleton<IceIssuing>()
            .AddSingleton<IceRenewal>()
            .AddSingleton<IceFailures>()
            .AddSingleton<CandidateMask>();
    }
}
