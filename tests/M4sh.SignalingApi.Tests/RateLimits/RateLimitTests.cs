using System.Net;
using M4sh.Contracts.Errors;
using M4sh.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.RateLimits;

public sealed class RateLimitTests(ApiFixture fixture) : ApiTests(fixture)
{
    // As documented: the fixture's are so high that nobody else runs into them.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["RateLimits:Requests"] = "30",
        ["RateLimits:AdminRequests"] = "600",
        ["RateLimits:QualityRequests"] = "60",
        ["RateLimits:AnonymousRequests"] = "60",
        ["Proxies:Addresses:0"] = "127.0.0.1",
    };

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Limit_ConcurrentRequestsOverTwoReplicas_LetsExactlyThirtyThrough()
    {
        var (first, second) = (Start("first"), Start("second"));
        var user = NewUser("busy");
        var (one, two) = (first.As(user), second.As(user));

        var statuses = await Task.WhenAll(Enumerable.Range(0, 90).Select(i => StatusAsync(i % 2 == 0 ? one : two, "sessions/")));

        Assert.Equal(30, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(60, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Limit_Window_SlidesToTheRequest()
    {
        var client = Start("sliding").As(NewUser("steady"));
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "sessions/"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 30 s in: the first request leaves the window in another 30.
        using var refused = await GetAsync(client, "sessions/");
        await AssertProblemAsync(Task.FromResult(refused), ErrorCodes.RateLimited);
        Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter?.Delta);

        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "sessions/"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "sessions/"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "sessions/"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "sessions/"));
    }

    [Fact]
    public async Task Limit_Quality_CountsApart()
    {
        var replica = Start("quality");
        var user = NewUser("measured");
        var client = replica.As(user);
        var path = $"sessions/{Guid.CreateVersion7()}/quality/";

        var statuses = await Task.WhenAll(Enumerable.Range(0, 61).Select(async _ => (await PostAsync(client, path)).StatusCode));

        Assert.Single(statuses, HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "sessions/"));
    }

    [Fact]
    public async Task Limit_Admin_HasMore()
    {
        var client = Start("admin").As(NewUser("boss"), admin: true);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 601).Select(_ => StatusAsync(client, "nowhere/")));
        Assert.Single(statuses, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Limit_NoToken_CountsTheAddressThatAKnownProxyNames()
    {
        var replica = Start("anonymous");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 61).Select(_ => StatusAsync(From(replica, "203.0.113.7"), "sessions/")));

        Assert.Single(statuses, HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(From(replica, "203.0.113.8"), "sessions/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(From(replica, "203.0.113.7"), "/alive"));
    }

    [Fact]
    public async Task Limit_ForwardedAddressFromNoKnownProxy_IsNotBelieved()
    {
        var replica = Fixture.StartReplica("direct", settings: new Dictionary<string, string?>(Defaults) { ["Proxies:Addresses:0"] = "192.0.2.1" });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 61).Select(i => StatusAsync(From(replica, $"203.0.113.{i}"), "sessions/")));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Limit_RedisGone_IsUnavailable()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var replica = Fixture.StartReplica("lost-redis", settings: new Dictionary<string, string?> { ["ConnectionStrings:redis"] = redis.ConnectionString });
        var client = replica.As(NewUser("u"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "sessions/"));

        await redis.StopAsync();

        using var response = await GetAsync(client, "sessions/");
        await AssertProblemAsync(Task.FromResult(response), ErrorCodes.Unavailable);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/alive"));

        // A session token that cannot be checked is not taken.
        var token = (await JoinAsync(Api.As(NewUser("host")), (await CreateAsync(Api.As(NewUser("host")))).Id)).Token;
        await AssertProblemAsync(PostAsync(replica.With(token), "/hubs/signaling/negotiate?negotiateVersion=1"), ErrorCodes.Unavailable);
    }

    [Fact]
    public void Start_BadLimit_FailsAndNamesIt()
    {
        var exception = Assert.ThrowsAny<Exception>(() => Fixture.StartReplica("bad", settings: new Dictionary<string, string?> { ["RateLimits:Requests"] = "0" }));
        Assert.Contains("Requests", exception.ToString(), StringComparison.Ordinal);
    }

    private ApiReplica Start(string name) =>
        Fixture.StartReplica(name, settings: Defaults, services: services => services.AddSingleton<TimeProvider>(_clock));

    private static HttpClient From(ApiReplica replica, string address)
    {
        var client = replica.With(null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await GetAsync(client, path);
        return response.StatusCode;
    }
}
