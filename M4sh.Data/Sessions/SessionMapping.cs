using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;

namespace M4sh.Data.Sessions;

/// <summary>From rows to the contract.</summary>
public static class SessionMapping
{
    public static Session ToContract(this SessionEntity session) => new()
    {
        Id = session.Id,
        LessonId = session.LessonId,
        Status = session.Status,
        CreatedBy = session.CreatedBy,
        CreatedAt = session.CreatedAt,
        ConnectedAt = session.ConnectedAt,
        EndedAt = session.EndedAt,
        EndReason = session.EndReason,
        Participants = [.. session.Participants.OrderBy(participant => participant.JoinedAt).ThenBy(participant => participant.Place)
            .Select(participant => participant.ToContract())],
        Metadata = session.Metadata,
    };

    public static Participant ToContract(this ParticipantEntity participant) => new()
    {
        UserId = participant.UserId,
        DisplayName = participant.DisplayName,
        Role = participant.Role,
        Polite = participant.Polite,
        ConnectionState = participant.ConnectionState,
        AudioMuted = participant.AudioMuted,
        VideoMuted = participant.VideoMuted,
        NatType = participant.NatType,
        CandidatePair = participant.CandidatePair,
        JoinedAt = participant.JoinedAt,
        LeftAt = participant.LeftAt,
    };

    public static IEnumerable<ParticipantEntity> Present(this SessionEntity session) =>
        session.Participants.Where(participant => participant.LeftAt is null);

    public static IReadOnlyList<MediaPermission> PermissionsOf(this SessionEntity session, ParticipantRole role) =>
        role == ParticipantRole.Host ? session.HostPermissions : session.GuestPermissions;
}
