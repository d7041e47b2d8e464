using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

/// <summary>A service that has the defaults and nothing else.</summary>
internal static class DefaultApp
{
    public static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["OTEL_SERVICE_NAME"] = "default-app";
        builder.WebHost.UseTestServer();
        configure?.Invoke(builder);
        builder.AddServiceDefaults();
        var app = builder.Build();
        map?.Invoke(app);
        app.MapDefaultEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
