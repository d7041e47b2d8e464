using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>Makes the signaling connection of somebody who has joined a session; it is not yet connected.</summary>
public interface ICallSignalingFactory
{
    SignalingConnection Create(JoinSessionResponse joined, CallTransport transport, Action<SignalingTraffic> observer);
}
