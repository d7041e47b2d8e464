using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using M4sh.TestSupport;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Reference;

public sealed partial class ReferenceTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task OpenApi_Operations_NameTheirFailuresAndGiveExamples()
    {
        var document = await ReadAsync<JsonElement>(GetAsync(Api.Root(), "/openapi/v1.json"));

        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var name in new[] { "CreateSessionRequest", "IssueTokenRequest", "RevokeTokenRequest", "AllowUserRequest", "ProblemResponse" })
            Assert.True(schemas.GetProperty(name).TryGetProperty("examples", out var examples) && examples.GetArrayLength() == 1, $"{name}: {schemas.GetProperty(name)}");

        var operations = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject());
        Assert.All(operations, operation =>
        {
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("429", out _));
            Assert.Equal(1, operation.Value.GetProperty("security").GetArrayLength());
        });
    }

    [Fact]
    public async Task Reference_Page_LoadsNothingFromElsewhere()
    {
        using var response = await GetAsync(Api.Root(), "/reference/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync(Cancelled);
        var sources = Sources().Matches(page).Select(match => match.Groups["url"].Value).ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.DoesNotContain("//", source, StringComparison.Ordinal));
        foreach (var source in sources)
        {
            using var script = await Api.Root().GetAsync(new Uri(response.RequestMessage!.RequestUri!, source), Cancelled);
            Assert.Equal(HttpStatusCode.OK, script.StatusCode);
            Assert.True((await script.Content.ReadAsByteArrayAsync(Cancelled)).Length > 0);
        }
    }

    [Fact]
    public async Task Requests_HttpFiles_CoverEveryRouteAndNoOther()
    {
        var listed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFolder.Path, "requests"), "*.http"))
        {
            foreach (Match request in Requests().Matches(await File.ReadAllTextAsync(file, Cancelled)))
                listed.Add($"{request.Groups["method"].Value} {Shape(request.Groups["path"].Value, file)}");
        }

        var routed = Api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text && (text.StartsWith("/api/", StringComparison.Ordinal) || text.StartsWith("/dev/", StringComparison.Ordinal)))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {Parameters().Replace(endpoint.RoutePattern.RawText!, "*").TrimEnd('/')}"))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(routed.Order(StringComparer.Ordinal), listed);
    }

    private static string Shape(string path, string file)
    {
        var expanded = path.Replace("{{api}}", "/api/v1/webrtc", StringComparison.Ordinal).Replace("{{root}}", "", StringComparison.Ordinal);
        Assert.StartsWith("/", expanded, StringComparison.Ordinal);
        Assert.NotEmpty(file);
        return Variables().Replace(expanded.Split('?')[0], "*").TrimEnd('/');
    }

    [GeneratedRegex("""(?:src|import)\s*[=\s(]\s*["'](?<url>[^"']+)["']""")]
    private static partial Regex Sources();

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>\S+)", RegexOptions.Multiline)]
    private static partial Regex Requests();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\{\{[^}]+\}\}")]
    private static partial Regex Variables();
}
