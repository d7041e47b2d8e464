using System.Security.Claims;
using M4sh.Console.Access;
using M4sh.Console.Tests.Fakes;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.Access;

public sealed class LoginWatchTests : IDisposable
{
    private static readonly ClaimsPrincipal User = new(new ClaimsIdentity([new("m4sh:login-id", "a")], "Cookies"));

    private readonly FakeTimeProvider _time = new();
    private readonly FakeEndedLogins _ended = new();
    private readonly LoginOptions _options = new();
    private readonly LoginWatch _watch;

    public LoginWatchTests() => _watch = new(NullLoggerFactory.Instance, _ended, Options.Create(_options), _time);

    public void Dispose() => ((IDisposable)_watch).Dispose();

    [Fact]
    public async Task Login_LoggedOut_HoldsNoMore()
    {
        Assert.True(await _watch.HoldsAsync(User));

        await _ended.EndAsync("a");

        Assert.False(await _watch.HoldsAsync(User));
    }

    [Fact]
    public async Task Login_RunsOut_HoldsNoMore()
    {
        _time.Advance(_options.Lifetime - TimeSpan.FromSeconds(1));
        Assert.True(await _watch.HoldsAsync(User));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await _watch.HoldsAsync(User));
    }

    [Fact]
    public async Task Login_OfTheMachineItself_Holds()
    {
        _time.Advance(_options.Lifetime);

        Assert.True(await _watch.HoldsAsync(new(new ClaimsIdentity("local"))));
    }

    [Fact]
    public async Task Console_ItsCircuits_AreWatched()
    {
        await using var host = new ConsoleHost();
        await using var circuit = host.Services.CreateAsyncScope();

        Assert.IsType<LoginWatch>(circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>());
    }
}
