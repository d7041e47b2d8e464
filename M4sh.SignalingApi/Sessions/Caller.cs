using System.Security.Claims;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Who asks, by its platform token.</summary>
public sealed record Caller(string UserId, string? DisplayName = null, bool IsAdmin = false)
{
    public static Caller Of(ClaimsPrincipal user) => new(user.UserId(), user.DisplayName(), user.IsAdmin());
}
