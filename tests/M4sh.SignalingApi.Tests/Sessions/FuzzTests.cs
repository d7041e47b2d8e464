using M4sh.SignalingApi.Tests.Tokens;
using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Sessions;

/// <summary>The short form of the bench's <c>fuzz</c>.</summary>
public sealed class FuzzTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const int Callers = 4;
    private const int RequestsOfEach = 500;

    [Fact]
    public async Task Requests_OfAnyKind_AreNeverAnsweredWith500NorAStackTraceNorWhatIsAnothers()
    {
        // Every request would be limited after the first few.
        var api = Fixture.StartReplica("fuzzed", settings: new Dictionary<string, string?>
        {
            ["RateLimits:Window"] = "00:00:01",
            ["RateLimits:Requests"] = "100000",
            ["RateLimits:QualityRequests"] = "100000",
            ["RateLimits:AnonymousRequests"] = "100000",
        });
        var target = await FuzzTarget.CreateAsync(api.As(NewUser("owner")), Cancelled);
        var mallory = TestTokens.Platform(NewUser("mallory"));

        var findings = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            using var fuzzer = new RestFuzzer(api.Address, target, mallory, seed: caller);
            List<string> found = [];
            for (var i = 0; i < RequestsOfEach; i++)
            {
                if ((await fuzzer.SendAsync(Cancelled)).Finding is { } finding)
                    found.Add(finding);
            }

            return found;
        }));

        Assert.Empty(findings.SelectMany(found => found));
    }
}
