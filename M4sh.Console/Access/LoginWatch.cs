using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

/// <summary>A page that stays open sends no more cookies: its circuit asks by itself whether its login still holds, and ends with it.</summary>
internal sealed class LoginWatch(ILoggerFactory loggers, IEndedLogins ended, IOptions<LoginOptions> options, TimeProvider time)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private readonly long _opened = time.GetTimestamp();

    protected override TimeSpan RevalidationInterval => options.Value.Recheck;

    internal async Task<bool> HoldsAsync(ClaimsPrincipal user) =>
        LoginCookie.IdOf(user) is not { } login || (time.GetElapsedTime(_opened) < options.Value.Lifetime && !await ended.IsEndedAsync(login));

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        HoldsAsync(authenticationState.User);
}
