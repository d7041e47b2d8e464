using System.Net;
using M4sh.Contracts.Errors;

namespace M4sh.SignalingApi.Tests.Sdk;

public sealed class SdkModuleTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static readonly Uri Address = new("/sdk/m4sh.js", UriKind.Relative);

    [Fact]
    public async Task Sdk_Asked_IsOneModuleThatExportsTheSdkAndImportsNothing()
    {
        using var client = Api.Root();
        using var response = await client.GetAsync(Address, Cancelled);
        Assert.Equal("text/javascript; charset=utf-8", $"{response.Content.Headers.ContentType}");
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.CacheControl?.NoCache);

        var lines = (await response.Content.ReadAsStringAsync(Cancelled)).Split('\n');
        Assert.DoesNotContain(lines, line => line.StartsWith("import ", StringComparison.Ordinal));
        Assert.Equal(
            ["export async function join(options) {", "export { Call, M4shError };"],
            lines.Where(line => line.StartsWith("export ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sdk_AskedAgain_IsNotSentAgain()
    {
        using var client = Api.Root();
        using var first = await client.GetAsync(Address, Cancelled);
        Assert.NotNull(first.Headers.ETag);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address) { Headers = { IfNoneMatch = { first.Headers.ETag } } };
        using var second = await client.SendAsync(request, Cancelled);
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (second.StatusCode, second.Headers.ETag));

        using var head = await client.SendAsync(new(HttpMethod.Head, Address), Cancelled);
        Assert.Equal((HttpStatusCode.OK, first.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Sdk_FromAnotherOrigin_IsForItsPagesOnlyWhereThatIsListed()
    {
        using var client = Api.Root();
        using var listed = await client.SendAsync(From("http://console.test"), Cancelled);
        Assert.Equal("http://console.test", Assert.Single(listed.Headers.GetValues("Access-Control-Allow-Origin")));
        await AssertProblemAsync(client.SendAsync(From("http://elsewhere.test"), Cancelled), ErrorCodes.Forbidden);
    }

    private static HttpRequestMessage From(string origin) => new(HttpMethod.Get, Address) { Headers = { { "Origin", origin } } };
}
