using M4sh.Contracts.Ice;

namespace M4sh.Console.Readiness;

/// <summary>What the check asks of the browser. Disposing gives up whatever runs and closes what it opened.</summary>
public interface IReadinessBrowser : IAsyncDisposable
{
    /// <param name="kind"><see cref="ReadinessStep.Hub"/> or <see cref="ReadinessStep.Socket"/>.</param>
    /// <param name="address">With a session token: a secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ReachReading> ReachAsync(string kind, Uri address, CancellationToken cancellationToken);

    Task<CameraReading> CameraAsync(CancellationToken cancellationToken);

    Task<MicrophoneReading> MicrophoneAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<StunReading>> StunAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken);

    Task<TurnReading> TurnAsync(RtcIceServer server, CancellationToken cancellationToken);

    Task<NatType> NatAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken);

    /// <returns>The browser's addresses; null for one that it hides.</returns>
    Task<IReadOnlyList<string?>> AddressesAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken);

    Task<RelayReading> RelayAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken);
}
