using System.Threading.Channels;
using M4sh.Client.Signaling;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>A <see cref="SignalingConnection"/> to a chosen replica that keeps all it gets, in order, and does not come back.</summary>
public sealed class TestPeer : IAsyncDisposable
{
    private readonly Channel<object> _received = Channel.CreateUnbounded<object>();
    private readonly TaskCompletionSource<SignalingClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestPeer(ApiReplica replica, string token)
    {
        Connection = new(new()
        {
            HubUrl = new(replica.Address, "/hubs/signaling"),
            SessionToken = _ => ValueTask.FromResult(token),
            ConnectFor = TimeSpan.Zero,

            // A busy machine is not a server that is away.
            ConnectTimeout = TimeSpan.FromMinutes(1),
            ReconnectFor = TimeSpan.Zero,
        });
        Connection.OnPeerJoined(Keep);
        Connection.OnPeerLeft(Keep);
        Connection.OnPeerDisconnected(message => Keep(("disconnected", message.UserId)));
        Connection.OnPeerReconnected(message => Keep(("reconnected", message.UserId)));
        Connection.OnOffer(Keep);
        Connection.OnAnswer(Keep);
        Connection.OnIceCandidate(Keep);
        Connection.OnMute(message => Keep((true, message)));
        Connection.OnUnmute(message => Keep((false, message)));
        Connection.OnSessionState(Keep);
        Connection.OnQualityRecommendation(Keep);
        Connection.OnClosed(closed =>
        {
            _closed.TrySetResult(closed);
            return Task.CompletedTask;
        });
    }

    public SignalingConnection Connection { get; }

    public JoinedMessage Joined { get; private set; } = null!;

    public string UserId => Joined.Self.UserId;

    public async Task ConnectAsync(CancellationToken cancellationToken) => Joined = await Connection.ConnectAsync(cancellationToken);

    /// <summary>The next message, which has to be a <typeparamref name="T"/>.</summary>
    public async Task<T> NextAsync<T>(CancellationToken cancellationToken) =>
        Assert.IsType<T>(await _received.Reader.ReadAsync(cancellationToken));

    /// <summary>How the connection ended.</summary>
    public Task<SignalingClosed> ClosedAsync(CancellationToken cancellationToken) => _closed.Task.WaitAsync(cancellationToken);

    public void AssertNothingMore() => Assert.False(_received.Reader.TryPeek(out var more), $"{more}");

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private Task Keep<T>(T message)
        where T : notnull
    {
        _received.Writer.TryWrite(message);
        return Task.CompletedTask;
    }
}
