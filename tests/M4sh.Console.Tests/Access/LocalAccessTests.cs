using System.Net;
using M4sh.Console.Tests.Fakes;

namespace M4sh.Console.Tests.Access;

public sealed class LocalAccessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Development", "127.0.0.1", "http://localhost:5381", true)]
    [InlineData("Development", "::1", "http://[::1]:5381", true)]
    [InlineData("Development", "127.0.0.1", "http://127.0.0.1:5381", true)]
    [InlineData("Development", "192.0.2.7", "http://localhost:5381", false)]
    [InlineData("Development", "127.0.0.1", "http://rebound.example", false)]
    [InlineData("Development", "127.0.0.1", "http://localhost.evil.example", false)]
    [InlineData("Production", "127.0.0.1", "http://localhost:5381", false)]
    [InlineData("Staging", "::1", "http://localhost:5381", false)]
    public async Task Page_FromTheMachineItself_OpensInDevelopmentOnly(string environment, string remote, string address, bool opens)
    {
        await using var host = new ConsoleHost(environment) { Remote = IPAddress.Parse(remote) };

        using var answer = await host.Browser(address).GetAsync("/", Cancelled);

        Assert.Equal(opens ? HttpStatusCode.OK : HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("X-Original-For", "127.0.0.1:4000")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Page_ThroughAProxyOrOfAnotherSite_DoesNotOpen(string header, string value)
    {
        await using var host = new ConsoleHost("Development") { Remote = IPAddress.Loopback };
        using var browser = host.Browser("http://localhost:5381");
        browser.DefaultRequestHeaders.Add(header, value);

        using var answer = await browser.GetAsync("/", Cancelled);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
