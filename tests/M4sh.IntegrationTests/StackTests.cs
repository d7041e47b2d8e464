using System.Net;
using Aspire.Hosting.Testing;

namespace M4sh.IntegrationTests;

public sealed class StackTests(Stack stack)
{
    [Theory]
    [InlineData("signaling-api")]
    [InlineData("qos-worker")]
    [InlineData("console")]
    public async Task Service_Started_IsAliveHealthyAndMeasured(string resource)
    {
        using var http = stack.App.CreateHttpClient(resource, "http");
        foreach (var path in (string[])["/alive", "/health", "/metrics"])
            Assert.NotEmpty(await Stack.GetAsync(http, path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Api_AnyOtherOrigin_IsRefused()
    {
        using var http = stack.App.CreateHttpClient("signaling-api", "http");
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var own = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        own.Headers.Add("Origin", stack.Console.GetLeftPart(UriPartial.Authority));

        using var refused = await http.SendAsync(foreign, TestContext.Current.CancellationToken);
        using var served = await http.SendAsync(own, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }
}
