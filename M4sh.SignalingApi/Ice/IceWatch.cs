using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Ice;

/// <summary>What is known of a connection's ICE: what it has sent, what its client saw, what has been named.</summary>
internal sealed class IceWatch
{
    private const string CandidateLine = "a=candidate:";

    private IceCandidateKinds _sent;

    /// <summary>What it was issued last.</summary>
    public IceServersResponse? Servers { get; set; }

    /// <summary>When fresh credentials are due.</summary>
    public DateTimeOffset ServersNoticeAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The step of the room's watch that has been named; 0: nobody waits in vain.</summary>
    public int Step { get; set; }

    /// <summary>What its client says.</summary>
    public IceFailure? Reported { get; set; }

    /// <summary>What the timeline tells already.</summary>
    public IceFailureReason? Named { get; set; }

    public IceCandidateKinds Sent => _sent;

    /// <summary>Another connection of the same client came before it: what that one sent is not known here.</summary>
    public bool IsResumed { get; set; }

    public void Add(IceCandidateMessage message)
    {
        foreach (var candidate in message.Candidates ?? [message.Candidate])
        {
            if (candidate is not null)
                _sent |= IceFailureCause.KindOf(candidate.Candidate);
        }
    }

    /// <summary>Clients that do not trickle send their candidates in the description.</summary>
    public void Add(string sdp)
    {
        for (var at = sdp.IndexOf(CandidateLine, StringComparison.Ordinal); at >= 0; at = sdp.IndexOf(CandidateLine, at, StringComparison.Ordinal))
        {
            var end = sdp.IndexOf('\n', at);
            _sent |= IceFailureCause.KindOf(end < 0 ? sdp.AsSpan(at) : sdp.AsSpan(at..end));
            if (end < 0)
                return;

            at = end;
        }
    }

    public void Connected() => (Step, Reported, Named) = (0, null, null);
}
