using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.Console.Access;

public static class AccessServices
{
    private const string KeyRing = "m4sh:console:keys";
    private const string EitherScheme = "console";

    /// <summary>Calls to the API in the name of users, who may open the console, and its own keys, shared by its replicas through Redis.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddM4shClient(options => options.BaseAddress = new("http://signaling-api"));
        services.AddSingleton<PlatformTokens>().AddSingleton<PlatformClients>();
        services.AddDataProtection().SetApplicationName("m4sh-console").AddKeyCertificates(configuration);
        services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>((options, redis) =>
            options.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), KeyRing));
        return services.AddLogins(configuration);
    }

    private static IServiceCollection AddLogins(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LoginOptions>().BindConfiguration(LoginOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LoginToken>().AddSingleton<LoginGate>().AddSingleton<LoginCookie>().AddSingleton<IEndedLogins, EndedLogins>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(provider => provider.GetRequiredService<LoginCookie>());
        services.AddHostedService<LoginAnnouncer>();
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = "m4sh-console-forms";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });

        // Whoever asks for a page that says nothing else must be logged in: what is added later cannot forget it.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState().AddScoped<AuthenticationStateProvider, LoginWatch>();
        var schemes = services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, either => either.ForwardDefaultSelector = context =>
                LocalAccess.Opens(context) ? LocalAccess.SchemeName : LoginCookie.Scheme)
            .AddScheme<AuthenticationSchemeOptions, LocalAccess>(LocalAccess.SchemeName, null)
            .AddCookie();
        if (!string.IsNullOrEmpty(configuration[$"{LoginOptions.SectionName}:{nameof(LoginOptions.Oidc)}:{nameof(OidcOptions.Authority)}"]))
        {
            schemes.AddOpenIdConnect();
            services.ConfigureOptions<OidcLogin>();
        }

        return services;
    }
}
