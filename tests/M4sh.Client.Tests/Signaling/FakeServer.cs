using M4sh.Client.Signaling;
using M4sh.Contracts.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.Client.Tests.Signaling;

/// <summary>A SignalR server on a port of its own, which lets in one token.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Token = "the-session-token";

    private readonly WebApplication _app;

    private FakeServer(WebApplication app) => _app = app;

    public HubScript Script => _app.Services.GetRequiredService<HubScript>();

    public static async Task<FakeServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<HubScript>();
        builder.Services.AddSignalR().AddJsonProtocol(json => M4shJson.Configure(json.PayloadSerializerOptions));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization == $"Bearer {app.Services.GetRequiredService<HubScript>().Token}")
                return next(context);

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapHub<FakeHub>("/hubs/signaling");
        await app.StartAsync(cancellationToken);
        return new(app);
    }

    public SignalingConnection Connection(string token = Token, ILoggerFactory? loggerFactory = null, TimeSpan? reconnectFor = null, TimeSpan? connectFor = null) => new(
        new()
        {
            HubUrl = new(_app.Urls.Single() + "/hubs/signaling"),
            SessionToken = _ => ValueTask.FromResult(token),
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
            ConnectFor = connectFor ?? TimeSpan.FromMinutes(1),
            ReconnectFor = reconnectFor ?? TimeSpan.FromMinutes(1),
        },
        loggerFactory);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
