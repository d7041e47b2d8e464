using System.Threading.Channels;
using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>A <see cref="SignalingConnection"/> as a client has it, over either transport: it comes back when it is cut off, and keeps all it gets but presence, in order.</summary>
public sealed class ClientPeer : IAsyncDisposable
{
    private readonly Channel<object> _received = Channel.CreateUnbounded<object>();
    private readonly TaskCompletionSource<SignalingClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="address">Of a replica, or of a proxy before it.</param>
    /// <param name="join">What it joined with over REST.</param>
    /// <param name="isRaw">Over the raw WebSocket in place of the hub.</param>
    /// <param name="token">Another than the join's.</param>
    public ClientPeer(Uri address, JoinSessionResponse join, bool isRaw, string? token = null)
    {
        Join = join;
        Connection = new(new()
        {
            HubUrl = isRaw ? null : new(address, new Uri(join.HubUrl).AbsolutePath),
            WebSocketUrl = isRaw ? new UriBuilder(new Uri(address, new Uri(join.WebsocketUrl).AbsolutePath)) { Scheme = "ws" }.Uri : null,
            SessionToken = _ =>
            {
                TokensAsked++;
                return ValueTask.FromResult(token ?? join.Token);
            },

            // A busy machine is not a server that is away.
            ReconnectFor = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromMinutes(1),
        });
        Connection.OnJoined(Keep);
        Connection.OnPeerJoined(Keep);
        Connection.OnOffer(Keep);
        Connection.OnAnswer(Keep);
        Connection.OnIceCandidate(Keep);
        Connection.OnTokenExpiring(Keep);
        Connection.OnClosed(closed =>
        {
            _closed.TrySetResult(closed);
            return Task.CompletedTask;
        });
    }

    public JoinSessionResponse Join { get; }

    public SignalingConnection Connection { get; }

    public string UserId => Join.Participant.UserId;

    /// <summary>How often the client was asked for a token.</summary>
    public int TokensAsked { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Connects, and takes the first <c>joined</c>.</summary>
    public async Task<JoinedMessage> ConnectAsync()
    {
        var joined = await Connection.ConnectAsync(Cancel);
        Assert.Same(joined, await NextAsync<JoinedMessage>());
        return joined;
    }

    /// <summary>The code that it cannot connect with.</summary>
    public async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<SignalingException>(() => Connection.ConnectAsync(Cancel))).Code;

    /// <summary>The next message, which has to be a <typeparamref name="T"/>.</summary>
    public async Task<T> NextAsync<T>() => Assert.IsType<T>(await _received.Reader.ReadAsync(Cancel));

    /// <summary>The candidate that has to come next, of messages; that the connection was resumed once more in between breaks no order.</summary>
    public async Task<string?> NextCandidateAsync()
    {
        var next = await _received.Reader.ReadAsync(Cancel);
        while (next is JoinedMessage { Resumed: true })
            next = await _received.Reader.ReadAsync(Cancel);

        return Assert.IsType<IceCandidateRelay>(next).Candidate?.Candidate;
    }

    public Task SendCandidateAsync(string name) => Connection.SendIceCandidateAsync(new() { Candidate = name }, Cancel);

    public Task<SignalingClosed> ClosedAsync() => _closed.Task.WaitAsync(Cancel);

    public void AssertNothingMore()
    {
        while (_received.Reader.TryRead(out var more))
            Assert.True(more is JoinedMessage { Resumed: true }, $"{more}");
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private Task Keep<T>(T message)
        where T : notnull
    {
        _received.Writer.TryWrite(message);
        return Task.CompletedTask;
    }
}
