using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>What a peer in the page reports.</summary>
public interface IBrowserPeerEvents
{
    /// <summary>Own candidates, gathered over some 20 ms; null is their end.</summary>
    Task CandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates);

    Task ConnectionStateAsync(PeerConnectionState state, JsonElement? candidatePair);

    /// <summary>The first frame of the other is on the screen.</summary>
    Task FirstFrameAsync();

    /// <summary>Measured over the last second, for the charts.</summary>
    Task StatsAsync(PeerStats stats);

    /// <summary>Measured over 5 s, for the API.</summary>
    Task WindowAsync(PeerStats window);

    /// <summary>The candidate pairs that ICE tries or tried.</summary>
    Task PairsAsync(IReadOnlyList<CandidatePair> pairs);
}
