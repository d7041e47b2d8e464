using M4sh.Console.SystemStatus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class SystemLinksTests
{
    [Fact]
    public void Links_NothingGiven_AreWhereTheConsoleFindsThem()
    {
        var links = Links(new(), ("services:signaling-api:http:0", "http://localhost:5380"), ("services:qos-worker:http:0", "http://localhost:5382/"));

        Assert.Equal("http://localhost:5380/reference/", links.Reference);
        Assert.Equal("http://localhost:5380/openapi/v1.json", links.OpenApi);
        Assert.Equal("http://localhost:5382/metrics/targets", links.MetricsTargets);
        Assert.Null(links.Dashboard);
    }

    [Fact]
    public void Links_Given_GoBefore()
    {
        var links = Links(
            new() { ApiUrl = new("https://api.example/m4sh"), DashboardUrl = new("https://aspire.example/login"), WorkerUrl = new("https://worker.example") },
            ("services:signaling-api:http:0", "http://localhost:5380"));

        Assert.Equal("https://api.example/m4sh/reference/", links.Reference);
        Assert.Equal("https://aspire.example/login", links.Dashboard);
        Assert.Equal("https://worker.example/metrics/targets", links.MetricsTargets);
    }

    [Fact]
    public void Links_NothingKnown_AreNone()
    {
        var links = Links(new());

        Assert.Equal((null, null, null), (links.Reference, links.OpenApi, links.MetricsTargets));
    }

    [Theory]
    [InlineData("https://aspire.example:18888", true)]
    [InlineData("", true)]
    [InlineData("aspire", false)]
    [InlineData("javascript:alert(1)", false)]
    public void Options_Address_IsOfAPage(string address, bool isValid)
    {
        using var services = new ServiceCollection()
            .AddOptions<SystemOptions>().BindConfiguration(SystemOptions.SectionName).ValidateDataAnnotations().Services
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("System:DashboardUrl", address)]).Build())
            .BuildServiceProvider();

        if (isValid)
            Assert.NotNull(services.GetRequiredService<IOptions<SystemOptions>>().Value);
        else
            Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SystemOptions>>().Value);
    }

    private static SystemLinks Links(SystemOptions options, params (string Key, string Value)[] settings) => new(
        Options.Create(options),
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build());
}
