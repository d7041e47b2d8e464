using System.Net;
using M4sh.Console.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.Console.Tests.Fakes;

/// <summary>The console behind HTTP, without Redis and without an API.</summary>
internal sealed class ConsoleHost(string environment = "Production", params (string Key, string Value)[] settings) : WebApplicationFactory<Program>
{
    public const string Token = "the token of these tests";

    /// <summary>Where requests come from.</summary>
    public IPAddress Remote { get; set; } = IPAddress.Parse("192.0.2.7");

    public LogLines Lines { get; } = new();

    public Action<IServiceCollection>? Prepare { get; init; }

    /// <summary>A browser: keeps cookies, and shows where it is sent.</summary>
    public HttpClient Browser(string address = "http://console.example") =>
        CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new(address) });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        builder.UseSetting("ConnectionStrings:redis", "127.0.0.1:1,abortConnect=false");
        builder.UseSetting("ConnectionStrings:m4shdb", "Host=127.0.0.1;Port=1");
        builder.UseSetting("Auth:SigningKey", CallWorld.SigningKey);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);

        builder.ConfigureLogging(logging => logging.AddProvider(Lines));
        builder.ConfigureTestServices(services =>
        {
            // It reads the keys from Redis at the start.
            services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
            services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
            services.AddSingleton<IStartupFilter>(new RemoteAddress(() => Remote));
            Prepare?.Invoke(services);
        });
    }

    // The test server's requests come from nowhere.
    private sealed class RemoteAddress(Func<IPAddress> remote) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Connection.RemoteIpAddress = remote();
                return go(context);
            });
            next(app);
        };
    }
}
