using M4sh.Contracts.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace M4sh.SignalingApi.Http;

public static class HttpExtensions
{
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => M4shJson.Configure(options.SerializerOptions));
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<UuidRouteConstraint>("guid"));
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        });
        return services.AddForwardedAddresses().AddCorsOrigins();
    }
}
