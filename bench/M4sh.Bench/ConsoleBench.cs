using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using M4sh.BrowserTests;
using M4sh.Client;
using M4sh.Contracts.Qos;
using Microsoft.Playwright;

namespace M4sh.Bench;

/// <summary>What it costs the servers that many look at one live session: pages in Chromium, each with a circuit of the published console.</summary>
internal static class ConsoleBench
{
    // Blazor puts a batch into the page in one go, so the page sees it as one.
    private const string Count =
        """
        () => {
          window.seen = { updates: 0, drawn: 0 };
          new MutationObserver(changes => {
            window.seen.updates++;
            window.seen.drawn += changes.some(change => (change.target.parentElement ?? change.target).closest('.plot')) ? 1 : 0;
          }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    private const string Read = "() => ({ ...window.seen, charts: document.querySelectorAll('[data-testid^=chart-] svg').length })";

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (circuits, length, every) =
            (options.Get("circuits", 20), TimeSpan.FromSeconds(options.Get("seconds", 60)), TimeSpan.FromSeconds(options.Get("every", 5)));
        await using var chromium = new Chromium();
        await chromium.InitializeAsync();
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        var token = RandomNumberGenerator.GetHexString(32);
        var (console, address) = await stack.StartConsoleAsync(token, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (session, peers) = await CallAsync(stack, every, end.Token);
        var page = new Uri(address, $"/login?t={token}&returnUrl=/sessions/{session}");
        try
        {
            // Code that was never run is compiled now.
            await using (await OpenAsync(chromium, page))
                await Task.Delay(every, cancellationToken);

            var without = await MeasureAsync(stack.ApiProcess, console, length, cancellationToken);
            var pages = await Task.WhenAll(Enumerable.Range(0, circuits).Select(_ => OpenAsync(chromium, page)));

            // Opening them is not what is measured.
            await Task.Delay(2 * every, cancellationToken);
            await Task.WhenAll(pages.Select(each => each.Page.EvaluateAsync(Count)));
            var with = await MeasureAsync(stack.ApiProcess, console, length, cancellationToken);
            var seen = await Task.WhenAll(pages.Select(each => each.Page.EvaluateAsync<Seen>(Read)));
            List<string> problems = [.. pages.SelectMany(each => each.Problems)];
            foreach (var each in pages)
                await each.DisposeAsync();

            problems.ForEach(Console.Error.WriteLine);
            Print(without, with, seen, length);
            return problems.Count == 0 && seen.All(each => each.Charts > 0 && each.Drawn >= length / (2 * every)) ? 0 : 1;
        }
        finally
        {
            await end.CancelAsync();
            await peers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A call whose two sides send a sample each, again and again.</summary>
    private static async Task<(Guid Session, Task Peers)> CallAsync(BenchStack stack, TimeSpan every, CancellationToken cancellationToken)
    {
        M4shClient[] clients = [.. ((string[])["teacher", "student"]).Select(user =>
            new M4shClient(new HttpClient { BaseAddress = stack.Api }, _ => ValueTask.FromResult(stack.TokenOf(user))))];
        var session = await clients[0].CreateSessionAsync(cancellationToken: cancellationToken);
        foreach (var client in clients)
            await client.JoinSessionAsync(session.Id, cancellationToken: cancellationToken);

        return (session.Id, Task.WhenAll(clients.Select(async client =>
        {
            using var timer = new PeriodicTimer(every);
            do
            {
                var sample = new QosSample { RttMs = Random.Shared.Next(20, 300), PacketLossPct = Random.Shared.NextDouble(), JitterMs = Random.Shared.Next(1, 30) };
                await client.SendQualityAsync(session.Id, [sample], cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        })));
    }

    private static async Task<WatchedPage> OpenAsync(Chromium chromium, Uri address)
    {
        var page = await chromium.OpenAsync(address);
        await Assertions.Expect(page.Element("chart-rtt-session").Locator("svg").First).ToBeAttachedAsync();
        return page;
    }

    private static async Task<Load> MeasureAsync(Process api, Process console, TimeSpan length, CancellationToken cancellationToken)
    {
        var (apiBefore, consoleBefore, watch) = (api.TotalProcessorTime, console.TotalProcessorTime, Stopwatch.StartNew());
        await Task.Delay(length, cancellationToken);
        api.Refresh();
        console.Refresh();
        return new((console.TotalProcessorTime - consoleBefore) / watch.Elapsed, (api.TotalProcessorTime - apiBefore) / watch.Elapsed, console.WorkingSet64 / 1e6);
    }

    private static void Print(Load without, Load with, IReadOnlyCollection<Seen> seen, TimeSpan length)
    {
        Console.WriteLine("| | console, cores | API, cores | console's memory |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, load) in ((string, Load)[])[("no page open", without), ($"{seen.Count} pages open", with)])
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {load.Console:F3} | {load.Api:F3} | {load.Megabytes:F0} MB |"));

        var (updates, drawn) = (seen.Sum(each => each.Updates), seen.Select(each => each.Drawn).Order().ToList());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a circuit: {(with.Megabytes - without.Megabytes) / seen.Count:F1} MB; a page: {updates / length.TotalSeconds / seen.Count:F2} updates a second, {seen.Min(each => each.Charts)} charts, drawn {drawn[0]} to {drawn[^1]} times; an update of a page: {(with.Console - without.Console) * length.TotalMilliseconds / updates:F1} ms of the console's CPU"));
    }

    private sealed record Load(double Console, double Api, double Megabytes);

    private sealed record Seen
    {
        public int Updates { get; init; }

        public int Drawn { get; init; }

        public int Charts { get; init; }
    }
}
