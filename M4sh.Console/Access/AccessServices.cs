using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using StackExchange.Redis;

namespace M4sh.Console.Access;

public static class AccessServices
{
    private const string KeyRing = "m4sh:console:keys";

    /// <summary>Calls to the API in the name of users, and the console's own keys, shared by its replicas through Redis.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddM4shClient(options => options.BaseAddress = new("http://signaling-api"));
        services.AddSingleton<PlatformTokens>().AddSingleton<PlatformClients>();
        services.AddDataProtection().SetApplicationName("m4sh-console");
        services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>((options, redis) =>
            options.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), KeyRing));
        return services;
    }
}
