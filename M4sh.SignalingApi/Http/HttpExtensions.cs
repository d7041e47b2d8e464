using M4sh.Contracts.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace M4sh.SignalingApi.Http;

public static class HttpExtensions
{
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => M4shJson.Configure(options.SerializerOptions));
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        });

        // It logs every request with its query string, and there are tokens in those of signaling.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services.AddOpenApi().AddCorsOrigins();
    }
}
