using M4sh.Contracts.Json;

namespace M4sh.SignalingApi.Http;

public static class HttpExtensions
{
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => M4shJson.Configure(options.SerializerOptions));
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        });
        return services.AddOpenApi().AddCorsOrigins();
    }
}
