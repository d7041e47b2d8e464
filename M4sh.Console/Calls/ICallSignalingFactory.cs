using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>Makes the signaling connection of somebody who has joined a session.</summary>
public interface ICallSignalingFactory
{
    ICallSignaling Create(JoinSessionResponse joined, CallTransport transport, ICallSignalingEvents events);
}
