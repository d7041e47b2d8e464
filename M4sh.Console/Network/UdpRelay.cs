using System.Net;

namespace M4sh.Console.Network;

/// <summary>
/// Stands between the two peers of a call: each is told its address for the other's. Delays, drops and paces what passes, needs no rights on the
/// machine, and knows nothing of what is in the packets, which stay encrypted from peer to peer.
/// </summary>
public sealed class UdpRelay : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly RelayFace _host;
    private readonly RelayFace _guest;
    private readonly RelayLink _hostToGuest;
    private readonly RelayLink _guestToHost;
    private readonly Task _running;

    public UdpRelay(IPAddress address, NetworkConditions conditions, TimeProvider time)
    {
        _host = new(address, time);
        _guest = new(address, time);
        _hostToGuest = new(new(conditions.HostToGuest, Random.Shared.NextDouble), time, _guest.SendAsync);
        _guestToHost = new(new(conditions.GuestToHost, Random.Shared.NextDouble), time, _host.SendAsync);
        _running = Task.WhenAll(
            _host.ReceiveAsync(packet => _hostToGuest.Post(packet.Span), _over.Token),
            _guest.ReceiveAsync(packet => _guestToHost.Post(packet.Span), _over.Token));
    }

    /// <summary>Where the host finds the guest.</summary>
    public IPEndPoint ForHost => _host.Address;

    /// <summary>Where the guest finds the host.</summary>
    public IPEndPoint ForGuest => _guest.Address;

    public LinkCounts HostToGuest => _hostToGuest.Counts;

    public LinkCounts GuestToHost => _guestToHost.Counts;

    public async ValueTask DisposeAsync()
    {
        // Everything is closed, in the reverse of this order, also where a reader has failed.
        using var over = _over;
        using var guest = _guest;
        using var host = _host;
        await using var guestToHost = _guestToHost;
        await using var hostToGuest = _hostToGuest;
        await over.CancelAsync();
        await _running;
    }
}
