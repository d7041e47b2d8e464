using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using M4sh.Contracts.Ice;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>The ICE servers for a user, with TURN credentials of its own.</summary>
public sealed class IceServerService(IOptions<WebRtcOptions> options, TimeProvider time)
{
    public IceServersResponse Issue(string userId)
    {
        var webRtc = options.Value;
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + webRtc.TurnCredentialTtl).ToUnixTimeSeconds());
        List<RtcIceServer> servers = [new() { Urls = webRtc.StunUrls }];
        if (webRtc.TurnServer.IsUsable)
        {
            var username = $"{expires.ToUnixTimeSeconds()}:{userId}";
            servers.Add(new()
            {
                Urls = webRtc.TurnServer.Urls,
                Username = username,
                Credential = Credential(webRtc.TurnServer.Secret!, username),
            });
        }

        return new()
        {
            IceServers = servers,
            Ttl = (int)webRtc.TurnCredentialTtl.TotalSeconds,
            ExpiresAt = expires,
            IceCandidateTimeout = webRtc.IceCandidateTimeout.TotalSeconds,
            IceTransportPolicy = IceTransportPolicy.All,
        };
    }

    [SuppressMessage("Security", "CA5350", Justification = "draft-uberti-behave-turn-rest-00: HMAC-SHA1 is what TURN servers check.")]
    internal static string Credential(string secret, string username) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));
}
