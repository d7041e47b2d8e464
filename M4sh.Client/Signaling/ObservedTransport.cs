using System.Text.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling;

/// <summary>A wire of which somebody is told what goes over it, each message before it is handled.</summary>
internal sealed class ObservedTransport(ISignalingTransport wire, Action<SignalingTraffic> observer) : ISignalingTransport
{
    public event Action<Exception?> Closed
    {
        add => wire.Closed += value;
        remove => wire.Closed -= value;
    }

    public Task StartAsync(CancellationToken cancellationToken) => wire.StartAsync(cancellationToken);

    public async Task<Ack> SendAsync(string method, object message, CancellationToken cancellationToken)
    {
        Tell(isSent: true, method, message);
        try
        {
            var ack = await wire.SendAsync(method, message, cancellationToken);
            Tell(isSent: false, nameof(ISignalingClient.Ack), ack with { Id = ack.Id ?? IdOf(message) });
            return ack;
        }
        catch (SignalingException refusal)
        {
            Tell(isSent: false, nameof(ISignalingClient.Error), new ErrorMessage
            {
                Id = IdOf(message), Code = refusal.Code, Message = refusal.Detail ?? refusal.Code,
            });
            throw;
        }
    }

    public void On<T>(string method, Action<T> handler) => wire.On<T>(method, message =>
    {
        Tell(isSent: false, method, message!);
        handler(message);
    });

    public Task StopAsync() => wire.StopAsync();

    public ValueTask DisposeAsync() => wire.DisposeAsync();

    private static string? IdOf(object message) => (message as ClientMessage)?.Id ?? (message as QosSample)?.Id;

    private void Tell(bool isSent, string method, object message) =>
        observer(new(isSent, JsonNamingPolicy.KebabCaseLower.ConvertName(method), message));
}
