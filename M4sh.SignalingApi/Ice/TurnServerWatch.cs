using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using M4sh.Turn;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>Looks after the TURN servers in the background: a dead one is not offered, until it answers again.</summary>
internal sealed partial class TurnServerWatch(
    IceServerProviders servers, ITurnProbe probe, IOptions<WebRtcOptions> options, TimeProvider time, ILogger<TurnServerWatch> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, TurnServerState> _states = new(StringComparer.Ordinal);

    public TurnServerState StateOf(string url) => _states.GetValueOrDefault(url, TurnServerState.Unknown);

    internal Task RunCycleAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(servers.TurnUrls.Select(url => LookAsync(url, cancellationToken)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ProbeInterval, time);
        do
            await RunCycleAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(string url, CancellationToken cancellationToken)
    {
        var before = StateOf(url);
        var state = _states[url] = await AskAsync(url, before, cancellationToken);
        if (state.IsUp != before.IsUp)
            Log.Changed(logger, state.IsUp ? LogLevel.Information : LogLevel.Warning, url, state.IsUp ? "answers again" : "does not answer and is offered no more");
    }

    private async Task<TurnServerState> AskAsync(string url, TurnServerState before, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.ProbeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            var software = await probe.ProbeAsync(url, either.Token);
            return TurnServerState.Answered(time.GetElapsedTime(started), software);
        }
        catch (Exception exception) when (exception is SocketException or IOException or StunException or AuthenticationException or NotSupportedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NoAnswer(logger, url, exception);
            return before.Failed();
        }
    }

    private static partial class Log
    {
        [LoggerMessage("The TURN server {Url} {Change}")]
        public static partial void Changed(ILogger logger, LogLevel level, string url, string change);

        [LoggerMessage(LogLevel.Debug, "The TURN server {Url} did not answer a probe")]
        public static partial void NoAnswer(ILogger logger, string url, Exception exception);
    }
}
