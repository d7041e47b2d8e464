using M4sh.Contracts.Ice;
using Microsoft.JSInterop;

namespace M4sh.Console.Readiness;

internal sealed class ReadinessBrowser(IJSObjectReference browser, ReachScript script) : IReadinessBrowser
{
    public Task<ReachReading> ReachAsync(string kind, Uri address, CancellationToken cancellationToken)
    {
        var (alive, worker) = (ReachScript.Http(address), script.AddressFor(address));
        return browser.InvokeAsync<ReachReading>("reach", cancellationToken, worker, kind, address, $"{alive}/alive").AsTask();
    }

    public Task<CameraReading> CameraAsync(CancellationToken cancellationToken) => browser.InvokeAsync<CameraReading>("camera", cancellationToken).AsTask();

    public Task<MicrophoneReading> MicrophoneAsync(CancellationToken cancellationToken) =>
        browser.InvokeAsync<MicrophoneReading>("microphone", cancellationToken).AsTask();

    public Task<IReadOnlyList<StunReading>> StunAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        browser.InvokeAsync<IReadOnlyList<StunReading>>("stun", cancellationToken, servers).AsTask();

    public Task<TurnReading> TurnAsync(RtcIceServer server, CancellationToken cancellationToken) =>
        browser.InvokeAsync<TurnReading>("turn", cancellationToken, server).AsTask();

    public Task<NatType> NatAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        browser.InvokeAsync<NatType>("nat", cancellationToken, servers).AsTask();

    public Task<IReadOnlyList<string?>> AddressesAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        browser.InvokeAsync<IReadOnlyList<string?>>("addresses", cancellationToken, servers).AsTask();

    public Task<RelayReading> RelayAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        browser.InvokeAsync<RelayReading>("relay", cancellationToken, servers).AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await browser.InvokeVoidAsync("dispose");
            await browser.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone or does not answer, and all that it had open.
        }
    }
}
