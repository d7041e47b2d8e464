using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using Microsoft.JSInterop;

namespace M4sh.Console.Calls;

/// <summary>What <c>wwwroot/js/peer.js</c> calls.</summary>
public sealed class BrowserPeerCallback(IBrowserPeerEvents events)
{
    [JSInvokable]
    public Task OnCandidates(IReadOnlyList<RtcIceCandidateInit?> candidates) => events.CandidatesAsync(candidates);

    [JSInvokable]
    public Task OnConnectionState(PeerConnectionState state, JsonElement? candidatePair) => events.ConnectionStateAsync(state, candidatePair);

    [JSInvokable]
    public Task OnFirstFrame() => events.FirstFrameAsync();

    [JSInvokable]
    public Task OnStats(PeerStats stats) => events.StatsAsync(stats);

    [JSInvokable]
    public Task OnWindow(PeerStats window) => events.WindowAsync(window);

    [JSInvokable]
    public Task OnPairs(IReadOnlyList<CandidatePair> pairs) => events.PairsAsync(pairs);
}
