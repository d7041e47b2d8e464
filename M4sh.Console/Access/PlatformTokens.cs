using System.Text;
using M4sh.Contracts.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.Console.Access;

/// <summary>Mints platform tokens (PROTOCOL.md §3) on the server; neither the key nor a token ever goes to the browser.</summary>
public sealed class PlatformTokens(IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials = new(
        new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Value.SigningKey)), SecurityAlgorithms.HmacSha256);

    private readonly TimeSpan _lifetime = options.Value.TokenLifetime;

    /// <summary>A source of tokens for one user, which mints a new one when half of the present one's life is over.</summary>
    public Func<CancellationToken, ValueTask<string>> For(PlatformUser user)
    {
        var gate = new Lock();
        var token = "";
        var renewAt = DateTimeOffset.MinValue;
        return _ =>
        {
            lock (gate)
            {
                if (time.GetUtcNow() >= renewAt)
                {
                    token = Mint(user);
                    renewAt = time.GetUtcNow() + (_lifetime / 2);
                }

                return ValueTask.FromResult(token);
            }
        };
    }

    private string Mint(PlatformUser user)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = user.Id, ["name"] = user.Name };
        if (user.IsAdmin)
        {
            claims[PlatformToken.RoleClaim] = PlatformToken.Admin;
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = PlatformToken.Issuer,
            Audience = PlatformToken.Audience,
            IssuedAt = now,
            Expires = now + _lifetime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }
}
