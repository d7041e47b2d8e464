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
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebRtcOptions>, WebRtcOptionsValidator>();
        return services.AddSingleton<IceServerService>();
    }
}
