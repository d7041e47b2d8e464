using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

/// <summary>Writes the link that logs in to the log, once the console listens; never a token that was configured.</summary>
internal sealed partial class LoginAnnouncer(
    IOptions<LoginOptions> options, LoginToken token, IServer server, IHostApplicationLifetime lifetime, ILogger<LoginAnnouncer> logger) : IHostedService
{
    private CancellationTokenRegistration _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _started.DisposeAsync().AsTask();

    private void Announce()
    {
        var address = (options.Value.PublicUrl ?? Listening() ?? "").TrimEnd('/') + AccessPaths.Login;
        if (options.Value.Oidc is { IsOn: true, Authority: { } authority })
        {
            Log.ByProvider(logger, address, authority);
        }
        else if (token.Generated is { } generated)
        {
            Log.ByLink(logger, $"{address}?t={generated}");
        }
        else
        {
            Log.ByToken(logger, address);
        }
    }

    // What a browser on this machine would ask for.
    private string? Listening() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(address => address.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal))
        .FirstOrDefault();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Log in to the console at {Link}")]
        public static partial void ByLink(ILogger logger, string link);

        [LoggerMessage(2, LogLevel.Information, "Log in to the console at {Address} with the token of Access:Token")]
        public static partial void ByToken(ILogger logger, string address);

        [LoggerMessage(3, LogLevel.Information, "Log in to the console at {Address} through {Authority}")]
        public static partial void ByProvider(ILogger logger, string address, string authority);
    }
}
