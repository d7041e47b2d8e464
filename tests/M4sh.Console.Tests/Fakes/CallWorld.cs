using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Console.Calls;
using M4sh.Console.Live;
using M4sh.Console.Network;
using M4sh.Console.Overview;
using M4sh.Console.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.Fakes;

/// <summary>Everything that the console's own classes stand on, faked.</summary>
internal sealed class CallWorld
{
    public const string SigningKey = "a signing key of more than 32 bytes, for tests only";

    public CallWorld()
    {
        Tokens = new(Options.Create(new AccessOptions { SigningKey = SigningKey }), Time);
        Clients = new(new M4shClientFactory(Api), Tokens);
        News = new(Clients, Time, NullLogger<LiveNews>.Instance);
        Context = new(Clients, Hub, new(Options.Create(new NetworkOptions()), TimeProvider.System), Time, NullLogger<TestCall>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(FakeApi.Start);

    public FakeApi Api { get; } = new();

    public FakeHub Hub { get; } = new();

    public FakeBrowserPeers Browser { get; } = new();

    public PlatformTokens Tokens { get; }

    public PlatformClients Clients { get; }

    public LiveNews News { get; }

    public CallContext Context { get; }

    public TestCall NewCall(CallPlan? plan = null) => new(Context, Browser, plan ?? new());

    public OverviewFeed NewFeed() => new(new(Clients, new(Api), Time), News, Time, NullLogger<OverviewFeed>.Instance);

    public SessionFeeds NewSessionFeeds() => new(Clients, News, Time, NullLoggerFactory.Instance);

    /// <summary>Completes when the condition holds after one of the call's changes.</summary>
    public static async Task WhenAsync(TestCall call, Func<bool> condition)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check()
        {
            if (condition())
            {
                met.TrySetResult();
            }
        }

        call.Progressed += Check;
        call.NumbersChanged += Check;
        Check();
        await met.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        call.Progressed -= Check;
        call.NumbersChanged -= Check;
    }
}
