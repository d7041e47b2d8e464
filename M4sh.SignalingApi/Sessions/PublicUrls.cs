using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Signaling;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Where a client finds signaling: <c>WebRtc:PublicUrl</c>, else the host it asked.</summary>
internal sealed class PublicUrls(IOptions<WebRtcOptions> options)
{
    public string Hub(HttpRequest request) => $"{Base(request)}{SignalingPaths.Hub}";

    public string WebSocket(HttpRequest request, Guid sessionId)
    {
        // http → ws, https → wss.
        var @base = Base(request);
        return $"ws{@base["http".Length..]}{SignalingPaths.Socket(sessionId)}";
    }

    private string Base(HttpRequest request) =>
        options.Value.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}
