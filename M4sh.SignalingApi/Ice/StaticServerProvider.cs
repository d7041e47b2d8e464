using M4sh.Contracts.Ice;

namespace M4sh.SignalingApi.Ice;

/// <summary>A server that is handed out as it is configured.</summary>
internal sealed class StaticServerProvider(IReadOnlyList<string> urls, string? username = null, string? credential = null, string? region = null) : IIceServerProvider
{
    public IReadOnlyList<string> Urls => urls;

    public string? Region => region;

    public bool IsTimeLimited => false;

    public RtcIceServer Issue(IReadOnlyList<string> urls, string userId, DateTimeOffset expires) => new() { Urls = urls, Username = username, Credential = credential };
}
