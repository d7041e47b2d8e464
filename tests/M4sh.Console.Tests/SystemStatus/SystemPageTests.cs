using System.Net;
using Bunit;
using M4sh.Console.Components.Pages;
using M4sh.Console.SystemStatus;
using M4sh.Console.Tests.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class SystemPageTests : PageTest
{
    private readonly SystemWorld _system;
    private readonly SystemOptions _options = new();

    public SystemPageTests()
    {
        _system = new(World.Time);
        Services.AddSingleton(_system.NewFeed(World.News));
        Services.AddSingleton(new SystemLinks(
            Options.Create(_options),
            new ConfigurationBuilder().AddInMemoryCollection([new("services:signaling-api:http:0", "http://localhost:5380")]).Build()));
    }

    private SystemFeed Feed => Services.GetRequiredService<SystemFeed>();

    [Fact]
    public void Page_BeforeTheFirstReading_ShowsThatItLoads()
    {
        var gate = new TaskCompletionSource();
        _system.Replicas.Gate = gate.Task;

        var page = Render<SystemPage>();

        Assert.Equal(3, page.FindAll(ById("loading")).Count);
        Assert.Equal("loading", page.Find(ById("system-verdict")).GetAttribute("data-level"));
        Assert.Equal("true", page.Find(".system").GetAttribute("aria-busy"));
        gate.SetResult();
    }

    [Fact]
    public void Page_AllWell_SaysSoAndShowsEveryReplica()
    {
        var page = Open();

        Assert.Equal("fine", page.Find(ById("system-verdict")).GetAttribute("data-level"));
        Assert.Equal("Everything works", page.Find(ById("system-verdict")).TextContent.Trim());
        Assert.Empty(page.FindAll(ById("finding")));
        Assert.Equal(["healthy", "healthy", "healthy"], page.FindAll(ById("replica")).Select(row => row.GetAttribute("data-status")));
        Assert.Empty(page.FindAll(ById("cause")));
        Assert.Equal("http://10.0.0.1:8080/metrics", page.Find($"{ById("replica")} a").GetAttribute("href"));
        Assert.Equal("0 of 20,000", page.Find(ById("samples-waiting")).TextContent);
        Assert.Equal(("12", "4 s", "6"), (
            page.Find(ById("sessions-active")).TextContent, page.Find(ById("rollup-lag")).TextContent, page.Find(ById("total-peers")).TextContent));
        Assert.Equal("–", page.Find(ById("total-messages")).TextContent);
        Assert.Contains("20 of 100", page.Find($"{ById("store")}[data-name=Postgres]").TextContent, StringComparison.Ordinal);
        Assert.Equal("relay", page.Find(ById("turn")).GetAttribute("data-state"));
    }

    [Fact]
    public async Task Page_ReadAgain_ShowsTheRates()
    {
        var page = Open();
        _system.SetApi(SystemWorld.First, messages: 100, samples: 50);

        // The feed may read by its own clock too: that says the same.
        World.Time.Advance(TimeSpan.FromSeconds(5));
        await Feed.RunCycleAsync(Xunit.TestContext.Current.CancellationToken);

        page.WaitForAssertion(() => Assert.Equal("20.0", page.Find(ById("total-messages")).TextContent));
        Assert.Equal("10.0", page.Find(ById("total-samples-rate")).TextContent);
        Assert.Contains("1.0 ms", page.Find(ById("traffic-row")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OneReplicaGone_SaysWhichAndWhyAndWhatToDo()
    {
        _system.Replicas.Kill(SystemWorld.Second);

        var page = Open();

        Assert.Equal("One thing needs attention", page.Find(ById("system-verdict")).TextContent.Trim());
        var finding = page.Find(ById("finding"));
        Assert.Equal("warning", finding.GetAttribute("data-level"));
        Assert.Contains("signaling-api api-2 does not answer", finding.TextContent, StringComparison.Ordinal);
        Assert.Contains("Start it again", finding.TextContent, StringComparison.Ordinal);
        Assert.Equal(["healthy", "unreachable", "healthy"], page.FindAll(ById("replica")).Select(row => row.GetAttribute("data-status")));
        Assert.Equal("nobody listens at 10.0.0.2:8080", page.Find(ById("cause")).TextContent);
    }

    [Fact]
    public void Page_PostgresAway_ShowsWhatIsKnownAllTheSame()
    {
        _system.Postgres.Status = new(StoreStatus.Postgres) { Cause = "it cannot be connected to" };
        _system.SetHealth(SystemWorld.First, ("M4shDbContext", "unhealthy", null));
        _system.SetHealth(SystemWorld.Second, ("M4shDbContext", "unhealthy", null));
        _system.Replicas.Answer(SystemWorld.List, "/metrics/targets", "", HttpStatusCode.ServiceUnavailable);

        var page = Open();

        Assert.Equal("failure", page.Find(ById("system-verdict")).GetAttribute("data-level"));
        Assert.Contains("unreachable", page.Find($"{ById("store")}[data-name=Postgres]").TextContent, StringComparison.Ordinal);
        Assert.Contains("The list of replicas cannot be read just now", page.Find($"{ById("replicas")} caption").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NoTurn_IsFineButNoted()
    {
        _system.SetHealth(SystemWorld.First, ("turn", "healthy", "stun_only"));
        _system.SetHealth(SystemWorld.Second, ("turn", "healthy", "stun_only"));

        var page = Open();

        Assert.Equal(("note", "Everything works"), (page.Find(ById("system-verdict")).GetAttribute("data-level"), page.Find(ById("system-verdict")).TextContent.Trim()));
        Assert.Equal("note", page.Find(ById("finding")).GetAttribute("data-level"));
        Assert.Equal("stun_only", page.Find(ById("turn")).GetAttribute("data-state"));
    }

    [Fact]
    public void Page_Tables_HaveCaptionsAndHeadersWithAScope()
    {
        var page = Open();

        Assert.Equal(3, page.FindAll("table > caption").Count);
        Assert.All(page.FindAll("th"), header => Assert.Contains(header.GetAttribute("scope"), (string[])["col", "row"]));
        Assert.All(page.FindAll("[role=region]"), region => Assert.Equal("0", region.GetAttribute("tabindex")));
    }

    [Fact]
    public void Page_Links_AreOfWhatIsThere()
    {
        Assert.Equal(
            ["http://localhost:5380/reference/", "http://localhost:5380/openapi/v1.json"],
            Open().FindAll($"{ById("system-links")} a").Select(link => link.GetAttribute("href")));

        _options.DashboardUrl = new("https://aspire.example/");
        Assert.Contains("https://aspire.example/", Open().FindAll($"{ById("system-links")} a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Page_OpenedLongAfterTheLastLook_DoesNotShowWhatWasThen()
    {
        Open();
        await DisposeComponentsAsync();
        World.Time.Advance(SystemSnapshot.Freshness);
        var gate = new TaskCompletionSource();
        _system.Replicas.Gate = gate.Task;

        var page = Render<SystemPage>();

        Assert.Equal("loading", page.Find(ById("system-verdict")).GetAttribute("data-level"));
        gate.SetResult();
        page.WaitForElement(ById("replicas"));
        Assert.Equal("–", page.Find(ById("total-messages")).TextContent);
    }

    [Fact]
    public async Task Page_Left_ReadsNoMore()
    {
        Open();

        await DisposeComponentsAsync();
        await Feed.DisposeAsync();
        var asked = _system.Replicas.Requests.Count;
        World.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(asked, _system.Replicas.Requests.Count);
    }

    /// <summary>The page, as soon as it was read once.</summary>
    private IRenderedComponent<SystemPage> Open()
    {
        var page = Render<SystemPage>();
        page.WaitForElement(ById("replicas"));
        return page;
    }
}
