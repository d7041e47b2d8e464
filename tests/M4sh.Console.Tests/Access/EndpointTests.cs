using M4sh.Console.Tests.Fakes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Access;

/// <summary>Over every endpoint that there is: one that is added later is looked at too.</summary>
public sealed class EndpointTests : IAsyncDisposable
{
    private static readonly string[] Safe = ["GET", "HEAD", "OPTIONS"];

    // Their own protocols have other means: the circuit's needs what a page was given, and programs send no cookies.
    private static readonly string[] WithoutForms = ["/_blazor", "/api/"];

    private readonly ConsoleHost _host = new();

    private IEnumerable<RouteEndpoint> Endpoints => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Endpoint_ThatChangesSomething_AsksForAntiforgery()
    {
        var changing = Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Except(Safe).Any() == true)
            .Where(endpoint => !WithoutForms.Any(path => Path(endpoint).StartsWith(path, StringComparison.Ordinal)));

        Assert.All(changing, endpoint => Assert.True(endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation, Path(endpoint)));
    }

    [Fact]
    public void Endpoint_OpenToEverybody_IsOneOfTheFew()
    {
        var open = Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(Path)
            .Where(path => !path.Contains('.', StringComparison.Ordinal))
            .Distinct();

        // Circuits and what comes with them; programs, which have a key; guests, who have an invite; the browser that the console opens for a run that waits.
        Assert.Equal(
            [
                "/_blazor", "/_blazor/disconnect/", "/_blazor/initializers/", "/_blazor/negotiate", "/alive", "/api/test-runs/", "/api/test-runs/{**rest}", "/api/test-runs/{id:guid}",
                "/error", "/guest/{Invite}", "/health", "/login", "/logout", "/metrics", "/test-runs/browser/{Id:guid}",
            ],
            open.Order(StringComparer.Ordinal));
    }

    // Within a circuit no request is made: there it is the router that asks for a login, by what the page says.
    [Fact]
    public void Page_InACircuit_AsksForALogin()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), false)).ToList();
        var open = pages.Where(page => page.IsDefined(typeof(AllowAnonymousAttribute), true)).Select(page => page.Name);

        Assert.Equal(["ErrorPage", "GuestPage", "PipelinePage"], open.Order(StringComparer.Ordinal));
        Assert.All(pages.Where(page => !page.IsDefined(typeof(AllowAnonymousAttribute), true)), page => Assert.True(page.IsDefined(typeof(AuthorizeAttribute), true), page.Name));
    }

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
}
