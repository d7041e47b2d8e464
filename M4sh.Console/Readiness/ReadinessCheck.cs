using M4sh.Client;
using M4sh.Console.Calls;
using M4sh.Console.Problems;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Readiness;

/// <summary>One check of the browser, its devices and its way to the API and the relay, step by step. Its event may be raised on any thread.</summary>
public sealed partial class ReadinessCheck(ReadinessContext context, IReadinessBrowsers browsers) : IAsyncDisposable
{
    private const string NeedsApi = "Not tried: the API did not answer.";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly M4shClient _api = context.NewUser();
    private readonly Lock _lock = new();
    private readonly ReadinessStep[] _steps = [.. ReadinessStep.All];
    private JoinSessionResponse? _joined;
    private IReadOnlyList<RtcIceServer> _answering = [];
    private Task? _running;

    public event Action? Changed;

    public DateTimeOffset StartedAt { get; } = context.Time.GetUtcNow();

    public IReadOnlyList<ReadinessStep> Steps
    {
        get
        {
            lock (_lock)
                return [.. _steps];
        }
    }

    public bool IsOver => _running is { IsCompleted: true };

    /// <summary>The worst that was found; pending while it goes on.</summary>
    public ReadinessState Outcome => !IsOver ? ReadinessState.Running
        : Steps.Any(step => step.State == ReadinessState.Failed) ? ReadinessState.Failed
        : Steps.Any(step => step.State == ReadinessState.Warned) ? ReadinessState.Warned
        : Steps.Any(step => step.State == ReadinessState.Passed) ? ReadinessState.Passed
        : ReadinessState.Skipped;

    /// <summary>Takes all steps, and closes what they opened. Once only.</summary>
    public async Task RunAsync()
    {
        _running = TakeAllAsync();
        await _running;
        Changed?.Invoke();
    }

    /// <summary>What has not ended is skipped.</summary>
    public async Task CancelAsync()
    {
        await _stop.CancelAsync();
        await (_running ?? Task.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        Changed = null;
        await CancelAsync();
        _stop.Dispose();
    }

    private async Task TakeAllAsync()
    {
        IReadinessBrowser? browser = null;
        try
        {
            browser = await browsers.OpenAsync();
            await TakeAllAsync(browser);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Only the module itself is outside of all steps.
            Set(ReadinessStep.Api, new(ReadinessState.Failed, Problem.From(exception).What, Problem.From(exception).Advice), null);
        }
        finally
        {
            foreach (var step in Steps.Where(step => step.State is ReadinessState.Pending or ReadinessState.Running))
            {
                Set(step.Key, ReadinessFinding.Skipped("Not tried."), step.Took);
            }

            if (browser is not null)
            {
                await browser.DisposeAsync();
            }

            await EndSessionAsync();
        }
    }

    private async Task TakeAllAsync(IReadinessBrowser browser)
    {
        await TakeAsync(ReadinessStep.Api, JoinAsync);
        await TakeAsync(ReadinessStep.Hub, token => ReachAsync(browser, ReadinessStep.Hub, token), needsApi: true);
        await TakeAsync(ReadinessStep.Socket, token => ReachAsync(browser, ReadinessStep.Socket, token), needsApi: true);
        await TakeAsync(ReadinessStep.Camera, async token => ReadinessJudge.Of(await browser.CameraAsync(token)));
        await TakeAsync(ReadinessStep.Microphone, async token => ReadinessJudge.Of(await browser.MicrophoneAsync(token)));
        await TakeAsync(ReadinessStep.Stun, token => StunAsync(browser, token), needsApi: true);
        await TakeAsync(ReadinessStep.TurnUdp, token => TurnAsync(browser, TurnWay.Udp, token), needsApi: true);
        await TakeAsync(ReadinessStep.TurnTcp, token => TurnAsync(browser, TurnWay.Tcp, token), needsApi: true);
        await TakeAsync(ReadinessStep.TurnTls, token => TurnAsync(browser, TurnWay.Tls, token), needsApi: true);
        await TakeAsync(ReadinessStep.Nat, async token => ReadinessJudge.Of(await browser.NatAsync(NatServers, token)), needsApi: true);
        await TakeAsync(ReadinessStep.IPv6, async token => ReadinessJudge.Addresses(await browser.AddressesAsync(Servers, token)), needsApi: true);
        await TakeAsync(ReadinessStep.Relay, token => RelayAsync(browser, token), needsApi: true);
    }

    private IReadOnlyList<RtcIceServer> Servers => _joined!.IceServers;

    // A dead server says nothing of the NAT; where all are, that says it.
    private IReadOnlyList<RtcIceServer> NatServers => _answering.Count == 0 ? Servers : _answering;

    private async Task TakeAsync(string key, Func<CancellationToken, Task<ReadinessFinding>> take, bool needsApi = false)
    {
        if (_stop.IsCancellationRequested || (needsApi && _joined is null))
        {
            Set(key, ReadinessFinding.Skipped(_stop.IsCancellationRequested ? "Cancelled." : NeedsApi), null);
            return;
        }

        Set(key, new(ReadinessState.Running, ""), null);
        var began = context.Time.GetTimestamp();
        ReadinessFinding finding;
        try
        {
            finding = await take(_stop.Token);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            finding = ReadinessFinding.Skipped("Cancelled.");
        }
        catch (Exception exception)
        {
            Log.StepFailed(context.Logger, key, exception);
            var problem = Problem.From(exception);
            finding = ReadinessFinding.Failed(problem.What, problem.Advice);
        }

        Set(key, finding, context.Time.GetElapsedTime(began));
    }

    private async Task<ReadinessFinding> JoinAsync(CancellationToken cancellationToken)
    {
        var session = await _api.CreateSessionAsync(new() { Metadata = ReadinessContext.Metadata }, cancellationToken);
        _joined = await _api.JoinSessionAsync(session.Id, cancellationToken: cancellationToken);
        return ReadinessFinding.Passed("Answers.");
    }

    private async Task<ReadinessFinding> ReachAsync(IReadinessBrowser browser, string kind, CancellationToken cancellationToken)
    {
        // What goes to the browser lives as briefly as a token may.
        var issued = await _api.IssueTokenAsync(_joined!.Session.Id, new() { Ttl = 60 }, cancellationToken);
        var address = kind == ReadinessStep.Hub
            ? new Uri($"{WebSocketOf(_joined.HubUrl)}?access_token={issued.Token}")
            : new Uri($"{_joined.WebsocketUrl}?token={issued.Token}");
        return ReadinessJudge.Of(await browser.ReachAsync(kind, address, cancellationToken), ReachScript.Http(address));
    }

    private async Task<ReadinessFinding> StunAsync(IReadinessBrowser browser, CancellationToken cancellationToken)
    {
        var readings = await browser.StunAsync(Servers, cancellationToken);
        _answering = [.. readings.Where(reading => reading.IsAnswered).Select(reading => new RtcIceServer { Urls = [reading.Server] })];
        return ReadinessJudge.Of(readings);
    }

    private async Task<ReadinessFinding> TurnAsync(IReadinessBrowser browser, TurnWay way, CancellationToken cancellationToken)
    {
        var servers = TurnWays.Of(Servers, way);
        return ReadinessJudge.Of(servers.Count == 0 ? null : await browser.TurnAsync(servers[0], cancellationToken), isExpected: way != TurnWay.Tls);
    }

    private async Task<ReadinessFinding> RelayAsync(IReadinessBrowser browser, CancellationToken cancellationToken)
    {
        var works = Steps.Any(step => step is { Key: ReadinessStep.TurnUdp or ReadinessStep.TurnTcp or ReadinessStep.TurnTls, State: ReadinessState.Passed });
        return works
            ? ReadinessJudge.Of(await browser.RelayAsync(Servers, cancellationToken))
            : ReadinessFinding.Skipped("Not tried: no TURN server gave an address.");
    }

    private async Task EndSessionAsync()
    {
        if (_joined is null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(EndLimit, context.Time);
        try
        {
            await _api.EndSessionAsync(_joined.Session.Id, "readiness check", limit.Token);
        }
        catch (Exception exception) when (exception is M4shApiException or OperationCanceledException)
        {
            Log.NotEnded(context.Logger, exception);
        }
    }

    private void Set(string key, ReadinessFinding finding, TimeSpan? took)
    {
        lock (_lock)
        {
            var index = Array.FindIndex(_steps, step => step.Key == key);
            _steps[index] = _steps[index] with { Finding = finding, Took = took };
        }

        Changed?.Invoke();
    }

    private static string WebSocketOf(string hubUrl) => new UriBuilder(hubUrl) { Scheme = hubUrl.StartsWith("https", StringComparison.Ordinal) ? "wss" : "ws" }.Uri.ToString();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Step {Step} of a readiness check could not be taken.")]
        public static partial void StepFailed(ILogger logger, string step, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The session of a readiness check could not be ended.")]
        public static partial void NotEnded(ILogger logger, Exception exception);
    }
}
