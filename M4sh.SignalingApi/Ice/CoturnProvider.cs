using M4sh.Contracts.Ice;
using M4sh.Turn;

namespace M4sh.SignalingApi.Ice;

/// <summary>coturn, or any other server that takes credentials made from a shared secret (the TURN REST API).</summary>
internal sealed class CoturnProvider(TurnServerOptions options) : IIceServerProvider
{
    private readonly TurnSecret _secret = new(options);

    public IReadOnlyList<string> Urls { get; } = options.Urls;

    public string? Region => options.Region;

    public bool IsTimeLimited => true;

    public bool IsReady => _secret.Current is not null;

    public RtcIceServer? Issue(IReadOnlyList<string> urls, string userId, DateTimeOffset expires)
    {
        if (_secret.Current is not { } secret)
            return null;

        var username = TurnCredential.UsernameOf(expires, userId);
        return new() { Urls = urls, Username = username, Credential = TurnCredential.Of(secret, username) };
    }
}
