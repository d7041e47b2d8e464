using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>Signaling through <c>M4sh.Client</c>, as any .NET client does it.</summary>
public sealed class CallSignalingFactory(ILoggerFactory loggerFactory, TimeProvider time) : ICallSignalingFactory
{
    public SignalingConnection Create(JoinSessionResponse joined, CallTransport transport, Action<SignalingTraffic> observer) => new(
        new()
        {
            HubUrl = transport == CallTransport.Hub ? new(joined.HubUrl) : null,
            WebSocketUrl = transport == CallTransport.WebSocket ? new(joined.WebsocketUrl) : null,
            SessionToken = _ => ValueTask.FromResult(joined.Token),
            Observer = observer,
        },
        loggerFactory,
        time);
}
