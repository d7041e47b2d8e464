using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Tests.Tokens;
using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Http;

public sealed class ProblemTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/webrtc/nowhere/")]
    public async Task Request_UnknownAddress_IsNotFound(string path) => await AssertProblemAsync(GetAsync(Api.Root(), path), ErrorCodes.NotFound);

    [Fact]
    public async Task Request_WrongMethod_IsAProblemThatNamesTheRightOnes()
    {
        using var response = await Api.As("u").DeleteAsync(new Uri("sessions/", UriKind.Relative), Cancelled);
        await AssertProblemAsync(Task.FromResult(response), ErrorCodes.InvalidRequest, status: 405);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Request_BodyOver64KiB_IsPayloadTooLarge()
    {
        var body = $$"""{"x": "{{new string('x', 64 * 1024)}}"}""";

        // A server that refuses a body unread may close before all of it is sent: so none is, before the answer.
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new(Api.Address, "/api/v1/webrtc/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.Platform("u"));
        client.DefaultRequestHeaders.ExpectContinue = true;

        await AssertProblemAsync(PostAsync(client, "sessions/", body), ErrorCodes.PayloadTooLarge);
    }

    [Fact]
    public async Task Request_AnyContentType_IsReadAsJson()
    {
        using var content = new StringContent("""{"lesson_id": 1}""", Encoding.UTF8, "text/plain");
        var response = Api.As("u").PostAsync(new Uri("sessions/", UriKind.Relative), content, Cancelled);
        await AssertProblemAsync(response, ErrorCodes.InvalidRequest, "lesson_id");
    }

    [Theory]
    [InlineData("/api/v1/webrtc/sessions/")]
    [InlineData("/alive")]
    [InlineData("/hubs/signaling")]
    public async Task Request_OtherOrigin_IsForbidden(string path)
    {
        var client = Api.As("u");
        client.DefaultRequestHeaders.Add("Origin", "http://elsewhere.test");
        await AssertProblemAsync(GetAsync(client, path), ErrorCodes.Forbidden);
    }

    // As the pages of the reference ask, and as those of a name that an attacker made lead here.
    [Theory]
    [InlineData("localhost:5380", HttpStatusCode.Created)]
    [InlineData("127.0.0.1:5380", HttpStatusCode.Created)]
    [InlineData("rebound.test:5380", HttpStatusCode.Forbidden)]
    public async Task Request_OwnOrigin_IsServedWhereTheNameCannotLie(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "sessions/") { Content = new StringContent("{}") };
        request.Headers.Host = host;
        request.Headers.Add("Origin", $"http://{host}");
        using var response = await Api.As("u").SendAsync(request, Cancelled);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Request_AllowedOrigin_IsAnsweredWithCors()
    {
        var client = Api.As("u");
        client.DefaultRequestHeaders.Add("Origin", "http://console.test");
        using var response = await GetAsync(client, "sessions/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("http://console.test", response.Headers.GetValues("Access-Control-Allow-Origin").Single());

        using var preflight = new HttpRequestMessage(HttpMethod.Options, "sessions/");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var allowed = await client.SendAsync(preflight, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
    }

    [Fact]
    public async Task Request_PostgresGone_IsUnavailable()
    {
        var replica = Fixture.StartReplica("lost", settings: new Dictionary<string, string?>
        {
            ["ConnectionStrings:m4shdb"] = string.Create(
                CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Database=d"),
        });
        using var response = await PostAsync(replica.As("u"), "sessions/");
        await AssertProblemAsync(Task.FromResult(response), ErrorCodes.Unavailable);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task OpenApi_Document_ListsEveryPage()
    {
        var document = await ReadAsync<JsonElement>(GetAsync(Api.Root(), "/openapi/v1.json"));
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name.TrimEnd('/')).ToList();
        Assert.Contains("/api/v1/webrtc/sessions/{id}/quality", paths);
        Assert.Contains("/dev/token", paths);
        var create = document.GetProperty("components").GetProperty("schemas").GetProperty("CreateSessionRequest").GetProperty("properties");
        Assert.True(create.TryGetProperty("lesson_id", out _));
    }
}
