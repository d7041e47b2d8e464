using System.Net;
using System.Net.Sockets;
using M4sh.Console.Network;

namespace M4sh.Console.Tests.Network;

public sealed class UdpRelayTests : IDisposable
{
    private readonly UdpClient _host = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _guest = new(new IPEndPoint(IPAddress.Loopback, 0));

    [Fact]
    public async Task Relay_BothHaveSpoken_CarriesBothWaysFromTheAddressesThatTheyWereTold()
    {
        await using var relay = Open();
        await ConnectAsync(relay);

        await SendAsync(_guest, relay.ForGuest, 7);
        var atHost = await ReceiveAsync(_host, 7);
        await SendAsync(_host, relay.ForHost, 8);
        var atGuest = await ReceiveAsync(_guest, 8);

        Assert.Equal((relay.ForHost, relay.ForGuest), (atHost.RemoteEndPoint, atGuest.RemoteEndPoint));
        Assert.True(relay.HostToGuest.Packets > 0 && relay.GuestToHost.Packets > 0);
    }

    [Fact]
    public async Task Relay_APeerRestartsOnANewPort_GoesOnThere()
    {
        await using var relay = Open();
        await ConnectAsync(relay);
        using var restarted = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));

        await SendAsync(restarted, relay.ForHost, 9);
        await ReceiveAsync(_guest, 9);
        await SendAsync(_guest, relay.ForGuest, 10);

        await ReceiveAsync(restarted, 10);
    }

    [Fact]
    public async Task Dispose_AReaderHasFailed_ClosesTheSocketsAllTheSame()
    {
        var clock = new StoppingClock();
        var relay = new UdpRelay(IPAddress.Loopback, NetworkConditions.Clear, clock);
        clock.IsStopped = true;
        await SendAsync(_host, relay.ForHost, 1);
        await clock.Asked.WaitAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => relay.DisposeAsync().AsTask());

        Assert.Throws<ObjectDisposedException>(() => relay.ForHost);
        Assert.Throws<ObjectDisposedException>(() => relay.ForGuest);
    }

    public void Dispose()
    {
        _host.Dispose();
        _guest.Dispose();
    }

    private static UdpRelay Open() => new(IPAddress.Loopback, NetworkConditions.Clear, TimeProvider.System);

    /// <summary>The first packet of one peer goes nowhere, as nobody knows yet where the other is.</summary>
    private async Task ConnectAsync(UdpRelay relay)
    {
        await SendAsync(_host, relay.ForHost, 1);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (relay.HostToGuest.Packets == 0)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        await SendAsync(_guest, relay.ForGuest, 2);
        await ReceiveAsync(_host, 2);
    }

    private static ValueTask<int> SendAsync(UdpClient from, IPEndPoint to, byte content) =>
        from.SendAsync(new byte[] { content }, to, TestContext.Current.CancellationToken);

    private static async Task<UdpReceiveResult> ReceiveAsync(UdpClient peer, byte content)
    {
        UdpReceiveResult result;
        do
        {
            result = await peer.ReceiveAsync(TestContext.Current.CancellationToken);
        }
        while (result.Buffer[0] != content);

        return result;
    }

    /// <summary>Once stopped it throws for whoever asks.</summary>
    private sealed class StoppingClock : TimeProvider
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsStopped { get; set; }

        public Task Asked => _asked.Task;

        public override long GetTimestamp()
        {
            if (!IsStopped)
            {
                return base.GetTimestamp();
            }

            _asked.TrySetResult();
            throw new InvalidOperationException("It has stopped.");
        }
    }
}
