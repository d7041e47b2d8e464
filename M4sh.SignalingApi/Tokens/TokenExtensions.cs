using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

public static class TokenExtensions
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddOptions<SessionTokenOptions>()
            .BindConfiguration(SessionTokenOptions.SectionName)
            .Configure<IConfiguration>((options, configuration) => options.Secret = configuration[SessionTokenOptions.SecretName])
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SessionTokenOptions>, SessionTokenOptionsValidator>();
        services.AddSingleton<SessionTokenService>().AddSingleton<SessionTokenReader>().AddSingleton<TokenRevocations>();

        services.AddAuthentication(PlatformTokenDefaults.AuthenticationScheme)
            .AddPolicyScheme(PlatformTokenDefaults.AuthenticationScheme, null, options => options.ForwardDefaultSelector = PlatformScheme.Choose)
            .AddJwtBearer(PlatformTokenDefaults.SharedKeyScheme)
            .AddJwtBearer(PlatformTokenDefaults.IssuerScheme)
            .AddJwtBearer(SessionTokenDefaults.AuthenticationScheme);
        services.AddOptions<JwtBearerOptions>(PlatformTokenDefaults.SharedKeyScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>((options, auth, time) => TokenChecks.ConfigureSharedKey(options, auth.Value, time));
        services.AddOptions<JwtBearerOptions>(PlatformTokenDefaults.IssuerScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>((options, auth, time) => TokenChecks.ConfigureIssuer(options, auth.Value, time));
        services.AddOptions<JwtBearerOptions>(SessionTokenDefaults.AuthenticationScheme)
            .Configure<IOptions<SessionTokenOptions>, IOptions<AuthOptions>, TimeProvider>((options, session, auth, time) =>
                TokenChecks.ConfigureSession(options, session.Value.SecurityKeys(auth.Value), time));

        // A key that the issuer has withdrawn must not count for another hour, as the last known good one.
        services.PostConfigure<JwtBearerOptions>(PlatformTokenDefaults.IssuerScheme, options =>
        {
            if (options.ConfigurationManager is BaseConfigurationManager manager)
                manager.UseLastKnownGoodConfiguration = false;
        });

        services.AddAuthorizationBuilder()
            .AddPolicy(PlatformTokenDefaults.AdminPolicy, policy => policy.RequireClaim(TokenClaims.Role, TokenClaims.Admin))
            .AddPolicy(SessionTokenDefaults.AuthenticationScheme, policy => policy
                .AddAuthenticationSchemes(SessionTokenDefaults.AuthenticationScheme)
                .RequireAuthenticatedUser());
        return services;
    }
}
