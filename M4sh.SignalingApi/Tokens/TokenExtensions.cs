using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Tokens;

public static class TokenExtensions
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>()
            .BindConfiguration(AuthOptions.SectionName)
            .Validate(options => options.SigningKeyBytes.Length >= AuthOptions.MinKeyBytes,
                $"Auth:SigningKey must have at least {AuthOptions.MinKeyBytes} bytes in UTF-8.")
            .ValidateOnStart();
        services.AddOptions<SessionTokenOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Secret = configuration[SessionTokenOptions.SecretName])
            .Validate(options => string.IsNullOrEmpty(options.Secret) || Encoding.UTF8.GetByteCount(options.Secret) >= AuthOptions.MinKeyBytes,
                $"{SessionTokenOptions.SecretName} must have at least {AuthOptions.MinKeyBytes} bytes in UTF-8, or be absent.")
            .ValidateOnStart();
        services.AddSingleton<SessionTokenService>().AddSingleton<SessionTokenReader>().AddSingleton<TokenRevocations>();

        services.AddAuthentication(PlatformTokenDefaults.AuthenticationScheme)
            .AddJwtBearer(PlatformTokenDefaults.AuthenticationScheme)
            .AddJwtBearer(SessionTokenDefaults.AuthenticationScheme);
        services.AddOptions<JwtBearerOptions>(PlatformTokenDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>((options, auth, time) =>
                TokenChecks.ConfigurePlatform(options, auth.Value.SigningKeyBytes, time));
        services.AddOptions<JwtBearerOptions>(SessionTokenDefaults.AuthenticationScheme)
            .Configure<IOptions<SessionTokenOptions>, IOptions<AuthOptions>, TimeProvider>((options, session, auth, time) =>
                TokenChecks.ConfigureSession(options, session.Value.Key(auth.Value), time));

        services.AddAuthorizationBuilder()
            .AddPolicy(PlatformTokenDefaults.AdminPolicy, policy => policy.RequireClaim(TokenClaims.Role, TokenClaims.Admin))
            .AddPolicy(SessionTokenDefaults.AuthenticationScheme, policy => policy
                .AddAuthenticationSchemes(SessionTokenDefaults.AuthenticationScheme)
                .RequireAuthenticatedUser());
        return services;
    }
}
