using System.Linq.Expressions;
using M4sh.Data.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Whose a session is: its creator's, its participants', those invited to it and the admins'. To others it does not exist.</summary>
internal static class SessionAccess
{
    public static Expression<Func<SessionEntity, bool>> VisibleTo(Caller caller)
    {
        var (userId, isAdmin) = (caller.UserId, caller.IsAdmin);
        return session => isAdmin
            || session.CreatedBy == userId
            || session.Participants.Any(participant => participant.UserId == userId)
            || session.Invitees!.Contains(userId);
    }

    /// <summary>Anyone who knows the id may join, unless the session was created with invitees.</summary>
    public static bool MayJoin(SessionEntity session, Caller caller) => caller.IsAdmin
        || session.Invitees is null
        || session.CreatedBy == caller.UserId
        || session.Invitees.Contains(caller.UserId)
        || session.Participants.Any(participant => participant.UserId == caller.UserId);
}
