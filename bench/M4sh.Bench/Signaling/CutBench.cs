using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;

namespace M4sh.Bench.Signaling;

/// <summary>
/// Calls whose sockets are cut at random moments of the setup and whose replicas are killed one after the other: one peer on the hub, the other on
/// the raw WebSocket, both through M4sh.Client. Nothing may be lost, come twice or out of order, and every call must come about.
/// </summary>
internal static class CutBench
{
    private const int CallsAtOnce = 16;
    private const double CutShare = 0.6;

    private static readonly TimeSpan LongestUntilCut = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (calls, seed) = (options.Get("calls", 1000), options.Get("seed", 1));
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        var (second, secondAddress) = await stack.StartApiAsync(cancellationToken);
        await using var proxy = new CutProxy([stack.Api.Port, secondAddress.Port], new(seed), CutShare, LongestUntilCut);
        proxy.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var killing = KillAsync(stack, [(stack.ApiProcess, stack.Api), (second, secondAddress)], over.Token);
        var total = new Totals();
        using var host = stack.As("host");
        using var guest = stack.As("guest");
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken }, async (call, cancelled) =>
        {
            // Made ready beforehand, at a replica that is there.
            var session = await Prepared.PostAsync<Session>(host, "sessions/", cancelled);
            await RunAsync(call, proxy, await JoinAsync(host), await JoinAsync(guest), total, cancelled);

            Task<JoinSessionResponse> JoinAsync(HttpClient user) => Prepared.PostAsync<JoinSessionResponse>(user, $"sessions/{session.Id}/join/", cancelled);
        });
        await over.CancelAsync();
        var kills = await killing;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls} calls in {watch.Elapsed.TotalSeconds:F0} s, {proxy.Cuts} sockets cut, {kills} replicas killed"));
        return total.Print();
    }

    private static async Task RunAsync(int call, CutProxy proxy, JoinSessionResponse host, JoinSessionResponse guest, Totals total, CancellationToken cancelled)
    {
        await using var offering = new ModelPeer(Options(proxy, host, raw: call % 4 is 0 or 1), offers: true, cancelled);
        await using var answering = new ModelPeer(Options(proxy, guest, raw: call % 4 is 0 or 2), offers: false, cancelled);
        try
        {
            await Task.WhenAll(ConnectAsync(offering, cancelled), ConnectAsync(answering, cancelled)).WaitAsync(Patience, cancelled);
            await Task.WhenAll(offering.DoneAsync(Patience), answering.DoneAsync(Patience));
        }
        catch (Exception exception) when (!cancelled.IsCancellationRequested)
        {
            total.Failures.Add($"call {call} ({host.Session.Id}): {exception.Message}\n  {offering}\n  {answering}");
        }

        total.Add(offering);
        total.Add(answering);
    }

    private static async Task ConnectAsync(ModelPeer peer, CancellationToken cancelled)
    {
        // The first connection is the application's to try again.
        while (true)
        {
            try
            {
                await peer.ConnectAsync();
                return;
            }
            catch (SignalingException exception) when (exception.Code == Contracts.Errors.ErrorCodes.Unavailable)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancelled);
            }
        }
    }

    private static SignalingConnectionOptions Options(CutProxy proxy, JoinSessionResponse join, bool raw) => new()
    {
        HubUrl = raw ? null : new UriBuilder(join.HubUrl) { Port = proxy.Port }.Uri,
        WebSocketUrl = raw ? new UriBuilder(join.WebsocketUrl) { Port = proxy.Port }.Uri : null,
        SessionToken = _ => ValueTask.FromResult(join.Token),
        ReconnectDelay = TimeSpan.FromMilliseconds(50),
        MaxReconnectDelay = TimeSpan.FromSeconds(2),
    };

    /// <returns>How many were killed.</returns>
    private static async Task<int> KillAsync(BenchStack stack, (Process Process, Uri Address)[] replicas, CancellationToken over)
    {
        var kills = 0;
        try
        {
            while (true)
            {
                await Task.Delay(BetweenKills, over);
                var index = kills++ % replicas.Length;
                replicas[index].Process.Kill();
                await replicas[index].Process.WaitForExitAsync(over);
                replicas[index] = await stack.StartApiAsync(over, replicas[index].Address.Port);
            }
        }
        catch (OperationCanceledException)
        {
            return kills;
        }
    }

    private sealed class Totals
    {
        private readonly Lock _lock = new();
        private int _lost;
        private int _twice;
        private int _outOfOrder;
        private int _reconnections;
        private int _notResumed;

        public ConcurrentBag<string> Failures { get; } = [];

        public void Add(ModelPeer peer)
        {
            var (lost, twice, outOfOrder) = peer.Verdict();
            lock (_lock)
            {
                _lost += lost;
                _twice += twice;
                _outOfOrder += outOfOrder ? 1 : 0;
                _reconnections += peer.Reconnections;
                _notResumed += peer.NotResumed;
            }
        }

        public int Print()
        {
            foreach (var failure in Failures.Take(10))
                Console.WriteLine(failure);

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"messages lost {_lost}, twice {_twice}, peers with an order broken {_outOfOrder}, calls that did not come about {Failures.Count}; {_reconnections} reconnections, {_notResumed} of them not resumed"));
            return _lost + _twice + _outOfOrder + Failures.Count == 0 ? 0 : 1;
        }
    }
}
