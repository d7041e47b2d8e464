using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class PeerOutboxTests
{
    private readonly TaskCompletionSource _mayGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _sent = [];
    private readonly List<DisconnectMessage> _closed = [];
    private readonly PeerOutbox _outbox;

    public PeerOutboxTests() => _outbox = new(
        (callback, _) =>
        {
            _sent.Add(callback);
            return _mayGo.Task;
        },
        _closed.Add,
        new() { OutboxBytes = 64 * 1024, CloseTimeout = TimeSpan.FromMinutes(1) },
        TimeProvider.System,
        NullLogger<PeerOutbox>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_MoreBytesThanItHolds_ClosesAsTooSlow()
    {
        var running = _outbox.RunAsync();

        // The first is on its way.
        for (var seq = 1; seq <= 3; seq++)
            _outbox.Post(PeerMessages.IceCandidate.Relayed(new byte[40 * 1024], new("1", seq - 1, seq)));

        Assert.True(_outbox.IsComplete);
        _mayGo.SetResult();
        await running.WaitAsync(Cancel);
        Assert.Equal(["IceCandidate", "Disconnect"], _sent);
        Assert.Equal(new DisconnectMessage { Action = DisconnectAction.Resume, Reason = "too_slow" }, Assert.Single(_closed));
    }

    [Fact]
    public async Task Post_MuchInTurn_IsSent()
    {
        var running = _outbox.RunAsync();
        _mayGo.SetResult();

        for (var seq = 1; seq <= 10; seq++)
        {
            _outbox.Post(PeerMessages.IceCandidate.Relayed(new byte[40 * 1024], new("1", seq - 1, seq)));
            await _outbox.InTurnAsync(_ => Task.CompletedTask, Cancel);
        }

        _outbox.Complete();
        await running.WaitAsync(Cancel);
        Assert.Equal(10, _sent.Count);
    }

    [Fact]
    public async Task Run_SendingFails_WhoWaitsForItsTurnIsAnswered()
    {
        var running = _outbox.RunAsync();
        _outbox.Post(PeerMessages.LookAgain());
        _outbox.Post(PeerMessages.Offer.Of(new() { FromUserId = "ann", Seq = 1, Sdp = "v=0" }));
        var waiting = _outbox.InTurnAsync(_ => Task.CompletedTask, Cancel);

        _mayGo.SetException(new IOException("The client is gone."));

        Assert.Equal(ErrorCodes.Unavailable, (await Assert.ThrowsAsync<M4shException>(() => waiting)).Code);
        await running.WaitAsync(Cancel);
        Assert.Equal(ErrorCodes.Unavailable, (await Assert.ThrowsAsync<M4shException>(() => _outbox.InTurnAsync(_ => Task.CompletedTask, Cancel))).Code);
        Assert.Single(_closed);
    }
}
