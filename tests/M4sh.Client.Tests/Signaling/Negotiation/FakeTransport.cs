using System.Collections.Concurrent;
using M4sh.Client.Signaling;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Tests.Signaling.Negotiation;

/// <summary>A wire whose server acks with a sequence number, or refuses the next description.</summary>
internal sealed class FakeTransport(JoinedMessage joined) : ISignalingTransport
{
    private readonly ConcurrentDictionary<string, Action<object>> _handlers = new();
    private long _seq;

    public event Action<Exception?>? Closed;

    /// <summary>What the client sent, in order.</summary>
    public ConcurrentQueue<object> Sent { get; } = new();

    /// <summary>The last offer's number.</summary>
    public long Offered { get; private set; }

    /// <summary>What the next offer, answer or muting is refused with.</summary>
    public SignalingException? Refusal { get; set; }

    /// <summary>Offers are acked only when this is done.</summary>
    public Task MayAck { get; set; } = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void On<T>(string method, Action<T> handler) => _handlers[method] = message => handler((T)message);

    /// <summary>The connection is lost.</summary>
    public void Fall() => Closed?.Invoke(null);

    public void Raise(string method, object message) => _handlers[method](message);

    public async Task<Ack> SendAsync(string method, object message, CancellationToken cancellationToken)
    {
        if (message is JoinMessage)
        {
            Raise(nameof(ISignalingClient.Joined), joined);
            return new();
        }

        Sent.Enqueue(message);
        if (message is OfferMessage or AnswerMessage or MuteMessage && Refusal is { } refusal)
        {
            Refusal = null;
            throw refusal;
        }

        var seq = Interlocked.Increment(ref _seq);
        if (message is OfferMessage)
        {
            Offered = seq;
            await MayAck.WaitAsync(cancellationToken);
        }

        return new() { Seq = seq };
    }

    public Task StopAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
