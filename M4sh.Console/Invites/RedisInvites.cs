using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.Console.Invites;

/// <summary>Invites in Redis. The token itself is not kept, only its hash: who reads Redis can open none.</summary>
public sealed class RedisInvites(IConnectionMultiplexer redis, IOptions<InviteOptions> options, TimeProvider time) : IInvites
{
    private const int TokenBytes = 32;

    private readonly TimeSpan _lifetime = options.Value.Lifetime;

    private IDatabase Database => redis.GetDatabase();

    public async Task<Invite> CreateAsync(InvitedCall invited)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TokenBytes));
        await Database.StringSetAsync(CallKey(token), JsonSerializer.Serialize(invited), _lifetime);
        return new(token, time.GetUtcNow() + _lifetime);
    }

    public async Task<(InviteState State, InvitedCall? Call)> OpenAsync(string token, string browser)
    {
        var call = await Database.StringGetAsync(CallKey(token));
        if (call.IsNull)
        {
            return (InviteState.Unknown, null);
        }

        var isFirst = await Database.StringSetAsync(BrowserKey(token), browser, _lifetime, When.NotExists);
        return isFirst || await Database.StringGetAsync(BrowserKey(token)) == browser
            ? (InviteState.Open, JsonSerializer.Deserialize<InvitedCall>(call.ToString()))
            : (InviteState.Taken, null);
    }

    public Task RevokeAsync(string token) => Database.KeyDeleteAsync(CallKey(token));

    private static string CallKey(string token) => $"m4sh:console:invite:{Hash(token)}";

    private static string BrowserKey(string token) => $"m4sh:console:invite:{Hash(token)}:browser";

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
