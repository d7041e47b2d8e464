using M4sh.Data;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// A page of sessions, newest first. A user's are asked for once for each way in which a session can be the user's, every time only as many as
/// the page takes: so each is read from its index in order, where one condition with OR would read all sessions there are.
/// </summary>
internal static class SessionList
{
    public static IQueryable<SessionEntity> Of(M4shDbContext db, SessionQuery query, Caller caller, int limit)
    {
        var filtered = Filter(db.Sessions, query);
        var page = caller.IsAdmin ? Newest(filtered.Select(session => session.Id), limit) : Newest(OfUser(db, filtered, caller.UserId, limit), limit);
        return db.Sessions.AsNoTracking()
            .Where(session => page.Contains(session.Id))
            .OrderByDescending(session => session.Id)
            .Include(session => session.Participants);
    }

    private static IQueryable<Guid> OfUser(M4shDbContext db, IQueryable<SessionEntity> sessions, string userId, int limit)
    {
        var created = sessions.Where(session => session.CreatedBy == userId).Select(session => session.Id);
        var invited = sessions.Where(session => session.Invitees!.Contains(userId)).Select(session => session.Id);
        var joined = db.Participants.Where(participant => participant.UserId == userId)
            .Join(sessions, participant => participant.SessionId, session => session.Id, (participant, session) => participant.SessionId);
        return Newest(created, limit).Union(Newest(joined, limit)).Union(Newest(invited, limit));
    }

    private static IQueryable<SessionEntity> Filter(IQueryable<SessionEntity> sessions, SessionQuery query)
    {
        if (query.Status is { } status)
            sessions = sessions.Where(session => session.Status == status);
        if (query.LessonId is { } lessonId)
            sessions = sessions.Where(session => session.LessonId == lessonId);
        if (query.Cursor is { } cursor)
            sessions = sessions.Where(session => session.Id < cursor);

        return sessions;
    }

    private static IQueryable<Guid> Newest(IQueryable<Guid> ids, int limit) => ids.OrderByDescending(id => id).Take(limit);
}
