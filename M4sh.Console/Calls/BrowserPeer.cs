using M4sh.Contracts.Ice;
using Microsoft.JSInterop;

namespace M4sh.Console.Calls;

internal sealed class BrowserPeer(IJSObjectReference peer, DotNetObjectReference<BrowserPeerCallback> callback) : IBrowserPeer
{
    public Task ConfigureAsync(bool polite, IReadOnlyList<RtcIceServer> iceServers, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("update", cancellationToken, polite, iceServers).AsTask();

    public Task<string> OfferAsync(CancellationToken cancellationToken) => peer.InvokeAsync<string>("offer", cancellationToken).AsTask();

    public Task<string?> AcceptOfferAsync(string sdp, CancellationToken cancellationToken) =>
        peer.InvokeAsync<string?>("acceptOffer", cancellationToken, sdp).AsTask();

    public Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("acceptAnswer", cancellationToken, sdp).AsTask();

    public Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("addCandidates", cancellationToken, candidates).AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await peer.InvokeVoidAsync("dispose");
            await peer.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the peer with it.
        }
        finally
        {
            callback.Dispose();
        }
    }
}
