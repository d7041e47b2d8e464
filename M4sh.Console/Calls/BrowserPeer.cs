using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using Microsoft.JSInterop;

namespace M4sh.Console.Calls;

internal sealed class BrowserPeer(IJSObjectReference peer, DotNetObjectReference<BrowserPeerCallback> callback) : IBrowserPeer
{
    public Task StartAsync(JoinedMessage session, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("start", cancellationToken, session.IceServers).AsTask();

    public Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken) =>
        peer.InvokeAsync<string>("offer", cancellationToken, restartIce).AsTask();

    public Task<string> AnswerAsync(string sdp, CancellationToken cancellationToken) =>
        peer.InvokeAsync<string>("answer", cancellationToken, sdp).AsTask();

    public Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("acceptAnswer", cancellationToken, sdp).AsTask();

    public Task RollbackAsync(CancellationToken cancellationToken) => peer.InvokeVoidAsync("rollback", cancellationToken).AsTask();

    public Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("addCandidates", cancellationToken, candidates).AsTask();

    public Task ConfigureAsync(IReadOnlyList<RtcIceServer>? iceServers, IceTransportPolicy policy, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("configure", cancellationToken, iceServers, policy).AsTask();

    public Task DropAsync(CancellationToken cancellationToken) => peer.InvokeVoidAsync("drop", cancellationToken).AsTask();

    public Task MuteAsync(MediaPermission kind, bool isMuted, CancellationToken cancellationToken) =>
        peer.InvokeVoidAsync("mute", cancellationToken, SnakeCase.Write(kind), isMuted).AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await peer.InvokeVoidAsync("dispose");
            await peer.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone or does not answer, and the peer with it: what is open here is closed all the same.
        }
        finally
        {
            callback.Dispose();
        }
    }
}
