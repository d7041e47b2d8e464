using M4sh.Data.Sessions;

namespace M4sh.QosWorker.Reaping;

/// <summary>A session to be reaped: as expired, else as abandoned.</summary>
public sealed record Reapable(Guid Id, bool Expired, string? TraceParent)
{
    public SessionTrigger Trigger => Expired ? SessionTrigger.Expired : SessionTrigger.Abandoned;
}
