using M4sh.Client.Signaling;
using M4sh.Console.Problems;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>What a side of a call tells the call.</summary>
public interface ICallObserver
{
    /// <summary>Since the click.</summary>
    TimeSpan Elapsed { get; }

    void Mark(string key);

    /// <summary>Something to be seen changed.</summary>
    void Changed();

    /// <summary>A peer connection's state changed.</summary>
    void StateChanged(CallSide side);

    void SessionChanged(SessionStateMessage message);

    /// <summary>There are new numbers.</summary>
    void Measured();

    void Failed(Problem problem, Exception? exception);

    /// <summary>A side sent or received a signaling message.</summary>
    void Signaled(CallSide side, SignalingTraffic traffic);
}
