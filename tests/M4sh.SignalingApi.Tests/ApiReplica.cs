using M4sh.SignalingApi.Tests.Tokens;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests;

/// <summary>One replica of the API, on a Kestrel with a port of its own.</summary>
public sealed class ApiReplica : WebApplicationFactory<Program>
{
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly string _environment;

    internal ApiReplica(string environment, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services)
    {
        (_environment, _settings, _services) = (environment, settings, services);
        UseKestrel(0);
    }

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client of the REST API, below its prefix, as a user of the platform.</summary>
    public HttpClient As(string userId, string? name = null, bool admin = false) => With(TestTokens.Platform(userId, name, admin ? "admin" : null));

    /// <summary>The same with any bearer token, or none.</summary>
    public HttpClient With(string? token)
    {
        var client = Root();
        client.BaseAddress = new(Address, "/api/v1/webrtc/");
        client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
        return client;
    }

    public HttpClient Root() => new(new SocketsHttpHandler()) { BaseAddress = Address };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => _services?.Invoke(services));
    }
}
