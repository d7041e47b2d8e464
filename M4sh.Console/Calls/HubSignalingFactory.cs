using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>Signaling over the SignalR hub.</summary>
public sealed class HubSignalingFactory(ILoggerFactory loggerFactory, TimeProvider time) : ICallSignalingFactory
{
    public ICallSignaling Create(JoinSessionResponse joined, ICallSignalingEvents events)
    {
        var options = new SignalingConnectionOptions
        {
            HubUrl = new(joined.HubUrl),
            SessionToken = _ => ValueTask.FromResult(joined.Token),
        };
        return new HubSignaling(new SignalingConnection(options, loggerFactory, time), events);
    }
}
