using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using M4sh.Data.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>From rows to the contract.</summary>
internal static class SessionMapping
{
    extension(SessionEntity session)
    {
        public Session ToContract() => new()
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

        public IEnumerable<ParticipantEntity> Present() => session.Participants.Where(participant => participant.LeftAt is null);

        public IReadOnlyList<MediaPermission> PermissionsOf(ParticipantRole role) =>
            role == ParticipantRole.Host ? session.HostPermissions : session.GuestPermissions;
    }

    extension(ParticipantEntity participant)
    {
        public Participant ToContract() => new()
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
    }
}
