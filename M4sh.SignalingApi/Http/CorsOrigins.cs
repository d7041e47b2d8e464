using System.Net;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace M4sh.SignalingApi.Http;

/// <summary>
/// <c>Cors:Origins</c>, a list or one text with commas: the only origins whose pages may call anything here. CORS alone would let a
/// browser send the request and merely hide the answer, and it does not cover WebSockets at all. This service's own pages, which are its reference, may too
/// where it is called <c>localhost</c> or by its IP address; any other name may be an attacker's that leads here (DNS rebinding), and is to be listed.
/// </summary>
internal static class CorsOrigins
{
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);

    public static IServiceCollection AddCorsOrigins(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IConfiguration>((options, configuration) =>
            options.AddDefaultPolicy(policy => policy
                .WithOrigins([.. Read(configuration)])
                .AllowAnyHeader()
                .AllowAnyMethod()
                .AllowCredentials()
                .WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)
                .SetPreflightMaxAge(PreflightMaxAge)));
        return services;
    }

    public static IApplicationBuilder UseCorsOrigins(this WebApplication app)
    {
        var allowed = Read(app.Configuration);
        app.Use(async (context, next) =>
        {
            var origin = context.Request.Headers.Origin;
            if (origin.Count == 0 || (origin.Count == 1 && (allowed.Contains(origin[0]!) || IsOwn(context.Request, origin[0]!))))
                await next(context);
            else
                await Problems.WriteAsync(context, new M4shException(ErrorCodes.Forbidden, "This origin may not call this service."));
        });
        return app.UseCors();
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        (request.Host.Host == "localhost" || IPAddress.TryParse(request.Host.Host, out _)) && origin == $"{request.Scheme}://{request.Host}";

    private static HashSet<string> Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Cors:Origins");
        var listed = section.GetChildren().Select(child => child.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(origin => origin.TrimEnd('/'));
        return new(listed, StringComparer.OrdinalIgnoreCase);
    }
}
