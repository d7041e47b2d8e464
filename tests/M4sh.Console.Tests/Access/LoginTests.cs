using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using M4sh.Console.Access;
using M4sh.Console.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Access;

public sealed partial class LoginTests : IAsyncDisposable
{
    private readonly ConsoleHost _host = new("Production", ("Access:Token", ConsoleHost.Token));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/sessions?q=a")]
    [InlineData("/no-such-page")]
    [InlineData("/test-runs")]
    [InlineData("/batch")]
    [InlineData("/sessions/0195b6a0-0000-7000-8000-000000000001/report")]
    [InlineData("/test-runs/0195b6a0-0000-7000-8000-000000000001.json")]
    [InlineData("/js/sdk/nat.mjs")]
    public async Task Page_NobodyLoggedIn_LeadsToTheLogin(string path)
    {
        using var answer = await _host.Browser().GetAsync(path, Cancelled);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/login?returnUrl={Uri.EscapeDataString(path)}", answer.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [InlineData("/api/anything")]
    [InlineData("/api/test-runs")]
    public async Task Program_NobodyLoggedIn_IsToldSo(string path)
    {
        using var answer = await _host.Browser().PostAsync(path, null, Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal("unauthorized", problem.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    [InlineData("/favicon.svg")]
    [InlineData("/app.css")]
    [InlineData("/login")]
    [InlineData("/guest/an-invite")]
    [InlineData("/test-runs/browser/0195b6a0-0000-7000-8000-000000000001")]
    public async Task Open_NobodyLoggedIn_Answers(string path)
    {
        using var answer = await _host.Browser().GetAsync(path, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Guest_NobodyLoggedIn_GetsACircuitAndNoWayToLogOut()
    {
        using var browser = _host.Browser();

        var page = await browser.GetStringAsync("/guest/an-invite", Cancelled);
        using var circuit = await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancelled);

        Assert.Contains("Blazor:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/logout", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, circuit.StatusCode);
    }

    [Fact]
    public async Task Link_WithTheToken_LogsInAndLeadsBack()
    {
        using var browser = _host.Browser("https://console.example");

        using var answer = await browser.GetAsync(LinkOf(ConsoleHost.Token) + "&returnUrl=%2Fsessions", Cancelled);

        Assert.Equal("/sessions", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), each => each.StartsWith("m4sh-console=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        var page = await browser.GetAsync("/sessions", Cancelled);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Link_LeadsToAnotherSite_LeadsHere()
    {
        using var answer = await _host.Browser().GetAsync(LinkOf(ConsoleHost.Token) + "&returnUrl=%2F%2Fevil.example", Cancelled);

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Form_WrongThenRightToken_SaysSoAndLogsIn()
    {
        using var browser = _host.Browser();

        using var wrong = await SubmitAsync(browser, "/login", "not the token at all");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("not the token of this console", await wrong.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);

        using var right = await SubmitAsync(browser, "/login?returnUrl=%2Ftest-call", $" {ConsoleHost.Token} ");
        Assert.Equal("/test-call", right.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Form_WithoutAntiforgery_IsRefused()
    {
        using var form = new FormUrlEncodedContent([new("t", ConsoleHost.Token)]);

        using var answer = await _host.Browser().PostAsync("/login", form, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(each => each.StartsWith("m4sh-console=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Link_TooManyWrongTokens_WaitsWithTheRightOneToo()
    {
        using var browser = _host.Browser();
        for (var attempt = 0; attempt < 10; attempt++)
            (await browser.GetAsync(LinkOf("wrong"), Cancelled)).Dispose();

        using var answer = await browser.GetAsync(LinkOf(ConsoleHost.Token), Cancelled);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task LogOut_LoggedIn_ClosesThePages()
    {
        using var browser = _host.Browser();
        (await browser.GetAsync(LinkOf(ConsoleHost.Token), Cancelled)).Dispose();

        using var left = await SubmitAsync(browser, "/", null, "/logout");

        Assert.Equal("/login?state=logged-out", left.Headers.Location!.ToString());
        using var page = await browser.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task LogOut_LoggedIn_EndsTheLoginForItsCopiesToo()
    {
        await using var host = new ConsoleHost(settings: ("Access:Token", ConsoleHost.Token)) { Prepare = services => services.AddSingleton<IEndedLogins, FakeEndedLogins>() };
        using var browser = host.Browser();
        using var login = await browser.GetAsync(LinkOf(ConsoleHost.Token), Cancelled);
        var cookie = login.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("m4sh-console=", StringComparison.Ordinal)).Split(';')[0];
        using var copy = host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        copy.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/", Cancelled)).StatusCode);

        (await SubmitAsync(browser, "/", null, "/logout")).Dispose();

        Assert.Equal(HttpStatusCode.Redirect, (await copy.GetAsync("/", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task LogOut_WithoutAntiforgery_StaysLoggedIn()
    {
        using var browser = _host.Browser();
        (await browser.GetAsync(LinkOf(ConsoleHost.Token), Cancelled)).Dispose();

        using var refused = await browser.PostAsync("/logout", null, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Page_LoggedIn_HoldsNoKeyAndNoScriptOfItsOwn()
    {
        using var browser = _host.Browser();
        (await browser.GetAsync(LinkOf(ConsoleHost.Token), Cancelled)).Dispose();

        using var answer = await browser.GetAsync("/", Cancelled);

        var html = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.DoesNotContain(CallWorld.SigningKey, html, StringComparison.Ordinal);
        Assert.DoesNotContain(ConsoleHost.Token, html, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJhbGci", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(ScriptWithText(), html);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_TokenConfigured_NamesTheAddressAndNotTheToken()
    {
        using var browser = _host.Browser();
        (await browser.GetAsync("/login", Cancelled)).Dispose();

        Assert.Contains(_host.Lines.All, line => line.Contains("/login with the token of Access:Token", StringComparison.Ordinal));
        Assert.DoesNotContain(_host.Lines.All, line => line.Contains(ConsoleHost.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_NoTokenConfigured_HoldsALinkThatLogsIn()
    {
        await using var host = new ConsoleHost("Production", ("Access:PublicUrl", "http://console.example"));
        using var browser = host.Browser();
        (await browser.GetAsync("/alive", Cancelled)).Dispose();
        var link = host.Lines.All.Select(line => Link().Match(line)).Single(match => match.Success).Value;

        using var answer = await browser.GetAsync(link, Cancelled);

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    private static string LinkOf(string token) => $"/login?t={Uri.EscapeDataString(token)}";

    // As a browser does it: the page is read, and its form sent with what it holds.
    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, string? token, string action = "/login")
    {
        var html = await browser.GetStringAsync(page, Cancelled);
        var fields = HiddenField().Matches(html).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        if (token is not null)
            fields["t"] = token;

        using var form = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(action, form, Cancelled);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex(@"<script[^>]*>\s*[^<\s]")]
    private static partial Regex ScriptWithText();

    [GeneratedRegex(@"http://console\.example/login\?t=[0-9a-f]{32}")]
    private static partial Regex Link();
}
