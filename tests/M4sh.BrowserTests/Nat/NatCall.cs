using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using M4sh.TestSupport;

namespace M4sh.BrowserTests.Nat;

/// <summary>A call between two browsers on the machines of a <see cref="NatNetwork"/>, with that one's servers.</summary>
internal sealed class NatCall : IAsyncDisposable
{
    private readonly Stack _stack;
    private readonly NatNetwork _network;
    private readonly List<Chromium> _browsers = [];
    private readonly List<WatchedPage> _pages = [];
    private Guid _session;

    private NatCall(Stack stack, NatNetwork network) => (_stack, _network) = (stack, network);

    public IReadOnlyList<WatchedPage> Pages => _pages;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<NatCall> StartAsync(Stack stack, bool withTurn)
    {
        var path = Chromium.Find();
        Requires.Condition(path is not null, "Chromium is not installed: apt-get install chromium");
        var call = new NatCall(stack, await NatNetwork.CreateAsync(stack.Api.Port));
        try
        {
            await call.OpenAsync("teacher", null, path!, withTurn);
            call._session = await CallPage.SessionOfAsync(call.Pages[0]);
            await call.OpenAsync("student", call._session, path!, withTurn);
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    public Task<Session> ReadAsync() => _stack.ClientOf("qa", "admin").GetSessionAsync(_session, Cancel);

    public async Task<Session> UntilAsync(Func<Participant, bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var session = await ReadAsync();
            if (session.Participants.All(holds))
                return session;

            await timer.WaitForNextTickAsync(Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
            await page.DisposeAsync();

        foreach (var browser in _browsers)
            await browser.DisposeAsync();

        await _network.DisposeAsync();
    }

    private async Task OpenAsync(string user, Guid? session, string chromium, bool withTurn)
    {
        var browser = new Chromium(_network.ChromiumOn(_browsers.Count + 1, chromium));
        _browsers.Add(browser);
        await browser.InitializeAsync();
        var turn = withTurn ? $"{{ urls: ['turn:203.0.113.1:3478?transport=udp'], username: '{NatNetwork.User}', credential: '{NatNetwork.Password}' }}" : "";

        // The SDK has its servers from the API: here these in their stead.
        var change =
            $$"""
            const parse = JSON.parse;
            JSON.parse = (text, ...more) => {
              const value = parse(text, ...more);
              if (value?.ice_servers) {
                value.ice_servers = [{ urls: ['stun:203.0.113.1:3478'] }, { urls: ['stun:203.0.113.2:3478'] }, {{turn}}];
              }

              return value;
            };
            """;
        _pages.Add(await CallPage.OpenAsync(browser, _stack.Console, _stack.Api, user, session, change));
    }
}
