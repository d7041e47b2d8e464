using System.Linq.Expressions;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using M4sh.Data.Qos;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Issues;

/// <summary>Reads what the issues of a session are found by.</summary>
public static class CallRecords
{
    /// <summary>How much earlier or later than a session's life its samples may be: a client's clock may be off by so much (PROTOCOL.md §7).</summary>
    public static readonly TimeSpan ClockError = TimeSpan.FromMinutes(15);

    /// <summary>How long after its end a session's last samples are taken.</summary>
    public static readonly TimeSpan LastSamples = TimeSpan.FromMinutes(5);

    public static async Task<CallRecord> LoadAsync(M4shDbContext db, SessionEntity session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(session);
        var events = await db.SessionEvents.AsNoTracking()
            .Where(@event => @event.SessionId == session.Id)
            .OrderBy(@event => @event.Id)
            .Select(@event => new SessionEvent { At = @event.At, Type = @event.Type, UserId = @event.UserId, Data = @event.Data })
            .ToListAsync(cancellationToken);
        var samples = await db.QosSamples.AsNoTracking()
            .Where(OfSession(session))
            .Select(sample => new CallSample(sample.UserId, sample.RecordedAt, new QosSample
            {
                Id = sample.SampleId,
                RttMs = sample.RttMs,
                PacketLossPct = sample.PacketLossPct,
                JitterMs = sample.JitterMs,
                Kind = sample.Kind,
                Direction = sample.Direction,
                BitrateKbps = sample.BitrateKbps,
                FreezeCount = sample.FreezeCount,
                CandidateType = sample.CandidateType,
            }))
            .ToListAsync(cancellationToken);
        return new([.. session.Participants.Select(participant => ParticipantOf(session, participant))], events, samples);
    }

    /// <summary>A session's samples; always bounded by time, so that only its days are read.</summary>
    public static Expression<Func<QosSampleEntity, bool>> OfSession(SessionEntity session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (id, from) = (session.Id, session.CreatedAt - ClockError);
        return session.EndedAt + LastSamples + ClockError is { } to
            ? sample => sample.SessionId == id && sample.RecordedAt >= from && sample.RecordedAt < to
            : sample => sample.SessionId == id && sample.RecordedAt >= from;
    }

    private static CallParticipant ParticipantOf(SessionEntity session, ParticipantEntity participant) =>
        new(participant.UserId, session.PermissionsOf(participant.Role).Contains(MediaPermission.Audio));
}
