using System.Net;
using M4sh.Console.Tests.Fakes;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Access;

public sealed class OidcLoginTests : IAsyncDisposable
{
    private readonly FakeOidcProvider _provider = new();
    private readonly ConsoleHost _host;

    public OidcLoginTests() => _host = new(
        "Production",
        ("Access:Oidc:Authority", FakeOidcProvider.Authority),
        ("Access:Oidc:ClientId", FakeOidcProvider.ClientId),
        ("Access:Oidc:ClientSecret", FakeOidcProvider.ClientSecret),
        ("Access:Token", ConsoleHost.Token))
    {
        Prepare = services => services.Configure<OpenIdConnectOptions>(
            OpenIdConnectDefaults.AuthenticationScheme, options => options.BackchannelHttpHandler = _provider),
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _provider.Dispose();
    }

    [Fact]
    public async Task Page_NobodyLoggedIn_LogsInAtTheProviderAndLeadsBack()
    {
        using var browser = _host.Browser();
        using var page = await browser.GetAsync("/sessions?q=a", Cancelled);
        using var login = await browser.GetAsync(page.Headers.Location, Cancelled);
        Assert.StartsWith("https://id.example/authorize?", login.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(FakeOidcProvider.ClientSecret, Uri.UnescapeDataString(login.Headers.Location.Query), StringComparison.Ordinal);

        using var back = await browser.GetAsync(_provider.LogIn(login.Headers.Location), Cancelled);

        Assert.Equal(("code", "openid profile"), (_provider.Asked("response_type"), _provider.Asked("scope")));
        Assert.Equal("http://console.example/signin-oidc", _provider.Asked("redirect_uri"));
        Assert.Equal("/sessions?q=a", back.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sessions?q=a", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Callback_TokenOfAnotherLogin_LogsNobodyIn()
    {
        using var browser = _host.Browser();
        using var login = await browser.GetAsync("/login", Cancelled);
        _provider.OtherNonce = "another";

        using var back = await browser.GetAsync(_provider.LogIn(login.Headers.Location!), Cancelled);

        Assert.Equal("/login?state=refused", back.Headers.Location!.ToString());
        Assert.Contains("did not let you in", await browser.GetStringAsync(back.Headers.Location, Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Callback_OfAnotherBrowser_LogsNobodyIn()
    {
        using var mine = _host.Browser();
        using var login = await mine.GetAsync("/login", Cancelled);
        using var another = _host.Browser();

        using var back = await another.GetAsync(_provider.LogIn(login.Headers.Location!), Cancelled);

        Assert.Equal("/login?state=refused", back.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Link_WithTheToken_IsNoLoginAnyMore()
    {
        using var answer = await _host.Browser().GetAsync($"/login?t={Uri.EscapeDataString(ConsoleHost.Token)}", Cancelled);

        Assert.StartsWith("https://id.example/authorize?", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
