using System.Collections.Concurrent;
using M4sh.Client.Signaling;
using M4sh.Client.Signaling.Negotiation;
using M4sh.Contracts.Sessions;
using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Signaling.Clients;

/// <summary>M4sh.Client's negotiation over the real API: whatever crosses or is cut off, both ends agree.</summary>
public sealed class PeerNegotiationTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private readonly ConcurrentQueue<Exception> _errors = new();

    [Fact]
    public async Task Joined_Both_Agree()
    {
        var (host, guest) = await StartCallAsync();
        var (one, other) = (new AgreeingPeer("host"), new AgreeingPeer("guest"));

        await ConnectAsync(one, host, First.Address.Port, raw: true);
        await ConnectAsync(other, guest, Second.Address.Port, raw: false);

        await AgreeingPeer.AgreeAsync(one, other);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Negotiate_BothAtOnce_AgreeAgain()
    {
        var (host, guest) = await StartCallAsync();
        var (one, other) = (new AgreeingPeer("host"), new AgreeingPeer("guest"));
        var first = await ConnectAsync(one, host, First.Address.Port, raw: false);
        var second = await ConnectAsync(other, guest, Second.Address.Port, raw: true);
        await AgreeingPeer.AgreeAsync(one, other);

        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(first.NegotiateAsync(), second.NegotiateAsync(restartIce: true));
            await AgreeingPeer.AgreeAsync(one, other);
        }

        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Reload_OfOne_BothStartAnewAndAgree()
    {
        var (host, guest) = await StartCallAsync();
        var (one, other, reloaded) = (new AgreeingPeer("host"), new AgreeingPeer("guest"), new AgreeingPeer("reloaded"));
        await ConnectAsync(one, host, First.Address.Port, raw: true);
        await ConnectAsync(other, guest, Second.Address.Port, raw: false);
        await AgreeingPeer.AgreeAsync(one, other);

        await ConnectAsync(reloaded, guest, First.Address.Port, raw: true);

        await AgreeingPeer.AgreeAsync(one, reloaded, () => one.Starts == 2);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Cut_WhileBothNegotiate_AgreeInTheEnd()
    {
        var (host, guest) = await StartCallAsync();
        await using var path = new TcpProxy(First.Address.Port, Second.Address.Port);
        var (one, other) = (new AgreeingPeer("host"), new AgreeingPeer("guest"));
        var first = await ConnectAsync(one, host, path.Port, raw: true);
        var second = await ConnectAsync(other, guest, path.Port, raw: false);

        for (var round = 0; round < 5; round++)
        {
            var negotiated = Task.WhenAll(first.NegotiateAsync(), second.NegotiateAsync());
            path.Cut();
            await negotiated;
            await AgreeingPeer.AgreeAsync(one, other);
        }

        Assert.Empty(_errors);
    }

    private async Task<PeerNegotiation> ConnectAsync(AgreeingPeer peer, JoinSessionResponse join, int port, bool raw)
    {
        var connection = Add(new SignalingConnection(new()
        {
            HubUrl = raw ? null : new($"http://127.0.0.1:{port}/hubs/signaling"),
            WebSocketUrl = raw ? new($"ws://127.0.0.1:{port}/ws/webrtc/{join.Session.Id}/") : null,
            SessionToken = _ => ValueTask.FromResult(join.Token),
            ReconnectDelay = TimeSpan.FromMilliseconds(5),
        }));
        var negotiation = new PeerNegotiation(connection, peer, _errors.Enqueue);
        await connection.ConnectAsync(Cancel);
        return negotiation;
    }
}
