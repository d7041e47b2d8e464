using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

internal sealed class WebRtcOptionsValidator : IValidateOptions<WebRtcOptions>
{
    private static readonly TimeSpan MinIceTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxIceTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MinTtl = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxTtl = TimeSpan.FromHours(24);

    public ValidateOptionsResult Validate(string? name, WebRtcOptions options)
    {
        List<string> failures = [];
        foreach (var url in options.StunUrls.Where(url => !HasScheme(url, "stun:", "stuns:")))
            failures.Add($"WebRtc:StunServers holds '{url}', which is no stun: or stuns: address.");

        foreach (var url in options.TurnServer.Urls.Where(url => !HasScheme(url, "turn:", "turns:")))
            failures.Add($"WebRtc:TurnServer:Url holds '{url}', which is no turn: or turns: address.");

        if (options.IceCandidateTimeout < MinIceTimeout || options.IceCandidateTimeout > MaxIceTimeout)
            failures.Add($"WebRtc:IceCandidateTimeout must be from {MinIceTimeout} to {MaxIceTimeout}.");

        if (options.TurnCredentialTtl < MinTtl || options.TurnCredentialTtl > MaxTtl)
            failures.Add($"WebRtc:TurnCredentialTtl must be from {MinTtl} to {MaxTtl}.");

        if (options.PublicUrl is { } publicUrl && !IsHttp(publicUrl))
            failures.Add("WebRtc:PublicUrl must be an absolute http or https address.");

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static bool IsHttp(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    /// <summary>RFC 7064 and RFC 7065: a scheme and something behind it.</summary>
    private static bool HasScheme(string url, params ReadOnlySpan<string> schemes)
    {
        foreach (var scheme in schemes)
        {
            if (url.Length > scheme.Length && url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
