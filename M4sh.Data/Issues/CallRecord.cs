using M4sh.Contracts.Sessions;

namespace M4sh.Data.Issues;

/// <summary>All that the issues of a call are found by. In any order, and the same twice gives the same issues.</summary>
/// <param name="Participants">Who took part.</param>
/// <param name="Events">The session's timeline.</param>
/// <param name="Samples">The participants' samples.</param>
public sealed record CallRecord(
    IReadOnlyList<CallParticipant> Participants, IReadOnlyList<SessionEvent> Events, IReadOnlyList<CallSample> Samples);
