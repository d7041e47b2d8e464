using System.Collections.Concurrent;
using M4sh.Client.Signaling;
using M4sh.Client.Tests.Signaling.Negotiation;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Tests.Signaling;

public sealed class SignalingObserverTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<SignalingTraffic> _seen = new();
    private readonly FakeTransport _server = new(HubScript.Joined("1", 0));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Observer_MessagesBothWays_SeesEachWithItsType()
    {
        await using var connection = await ConnectAsync();

        await connection.SendRollbackAsync(Cancel);
        _server.Raise(nameof(ISignalingClient.PeerLeft), new PeerLeft { UserId = "student" });

        Assert.Equal("→ join, ← joined, ← ack, → rollback, ← ack, ← peer-left", Seen());
    }

    [Fact]
    public async Task Observer_ARefusal_SeesTheError()
    {
        await using var connection = await ConnectAsync();
        _seen.Clear();
        _server.Refusal = new(ErrorCodes.Glare, "The other offers.");

        await Assert.ThrowsAsync<SignalingException>(() => connection.SendOfferAsync("v=0", Cancel));

        Assert.Equal("→ offer, ← error", Seen());
        Assert.Equal(ErrorCodes.Glare, Assert.IsType<ErrorMessage>(_seen.Last().Message).Code);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Seen() => string.Join(", ", _seen.Select(each => $"{(each.IsSent ? '→' : '←')} {each.Type}"));

    private async Task<SignalingConnection> ConnectAsync()
    {
        var connection = new SignalingConnection(
            new() { SessionToken = _ => ValueTask.FromResult("token"), Observer = _seen.Enqueue }, _server);
        await connection.ConnectAsync(Cancel);
        return connection;
    }
}
