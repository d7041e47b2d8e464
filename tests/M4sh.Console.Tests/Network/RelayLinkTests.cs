using System.Threading.Channels;
using M4sh.Console.Network;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.Network;

public sealed class RelayLinkTests
{
    private static readonly byte[] Rtp = [0x80, 96, .. new byte[18]];
    private static readonly byte[] Rtcp = [0x80, 200, .. new byte[18]];
    private static readonly byte[] Stun = [0x00, 0x01, .. new byte[18]];

    private readonly FakeTimeProvider _time = new();
    private readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();

    [Fact]
    public async Task Post_Delayed_IsSentOnlyThen()
    {
        await using var link = Link(LinkConditions.Of(50, 0, 0, null), 0.5);

        link.Post(Rtp);
        _time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(0, link.Counts.Delivered);

        // Its delay may begin a moment after it was posted.
        var sent = _sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        while (!sent.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.Equal(Rtp, await sent);
    }

    [Fact]
    public async Task Post_Clear_ComesThroughInOrderAndIsCounted()
    {
        await using var link = Link(LinkConditions.Clear, 0.5);

        link.Post(Rtp);
        link.Post(Stun);
        link.Post(Rtcp);

        Assert.Equal(Rtp, await ReadAsync());
        Assert.Equal(Stun, await ReadAsync());
        Assert.Equal(Rtcp, await ReadAsync());
        Assert.Equal((3, 60, 1), (link.Counts.Packets, link.Counts.Bytes, link.Counts.Media));
        Assert.Equal(0, link.Counts.MediaLossPct);
    }

    [Fact]
    public async Task Post_Lost_IsCountedAndNotSent()
    {
        await using var link = Link(LinkConditions.Of(0, 0, 5, null), 0.01);

        link.Post(Rtp);
        link.Post(Stun);

        Assert.Equal((2, 2, 1, 1), (link.Counts.Packets, link.Counts.Lost, link.Counts.Media, link.Counts.MediaDropped));
        Assert.Equal(100, link.Counts.MediaLossPct);
        Assert.False(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Dispose_PacketsHeld_DropsThem()
    {
        var link = Link(LinkConditions.Of(5_000, 0, 0, null), 0.5);
        link.Post(Rtp);

        await link.DisposeAsync();

        Assert.False(_sent.Reader.TryRead(out _));
    }

    private ValueTask<byte[]> ReadAsync() => _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private RelayLink Link(LinkConditions conditions, double chance) =>
        new(new(conditions, () => chance), _time, (packet, cancellationToken) => _sent.Writer.WriteAsync(packet.ToArray(), cancellationToken));
}
