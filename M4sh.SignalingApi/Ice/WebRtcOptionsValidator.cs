using M4sh.Turn;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

internal sealed class WebRtcOptionsValidator : IValidateOptions<WebRtcOptions>
{
    public ValidateOptionsResult Validate(string? name, WebRtcOptions options)
    {
        List<string> failures = [];
        failures.AddRange(Wrong(options.StunUrls, "StunServers", "stun: or stuns:", address => !address.IsTurn));
        failures.AddRange(Wrong(options.TurnServer.Urls, "TurnServer:Url", "turn: or turns:", address => address.IsTurn));
        foreach (var server in options.TurnServers)
            failures.AddRange(Wrong(server.Urls, "TurnServers", "turn: or turns:", address => address.IsTurn));

        foreach (var server in options.StaticServers)
        {
            failures.AddRange(Wrong(server.Urls, "StaticServers", "stun:, stuns:, turn: or turns:", _ => true));
            if (server.Urls.Any(IceServerProviders.IsTurn) && (string.IsNullOrEmpty(server.Username) || string.IsNullOrEmpty(server.Credential)))
                failures.Add("WebRtc:StaticServers holds a TURN server without Username or Credential.");
        }

        Check(options.IceCandidateTimeout, nameof(options.IceCandidateTimeout), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Check(options.TurnCredentialTtl, nameof(options.TurnCredentialTtl), TimeSpan.FromSeconds(5), TimeSpan.FromHours(24));
        Check(options.CredentialNotice, nameof(options.CredentialNotice), TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        Check(options.IssueWindow, nameof(options.IssueWindow), TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        Check(options.ProbeInterval, nameof(options.ProbeInterval), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Check(options.ProbeTimeout, nameof(options.ProbeTimeout), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        if (options.IssueLimit is < 1 or > 100_000)
            failures.Add("WebRtc:IssueLimit must be from 1 to 100000.");

        if (options.PublicUrl is { } publicUrl && !IsHttp(publicUrl))
            failures.Add("WebRtc:PublicUrl must be an absolute http or https address.");

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;

        void Check(TimeSpan value, string option, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
                failures.Add($"WebRtc:{option} must be from {min} to {max}.");
        }
    }

    private static bool IsHttp(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static IEnumerable<string> Wrong(IEnumerable<string> urls, string option, string schemes, Func<TurnAddress, bool> isRight) => urls
        .Where(url => !TurnAddress.TryParse(url, out var address) || !isRight(address))
        .Select(url => $"WebRtc:{option} holds '{url}', which is no {schemes} address.");
}
