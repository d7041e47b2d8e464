using System.Globalization;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Which sessions a list shows. The cursor is the last id of the page before: ids of version 7 are ordered by time.</summary>
public sealed record SessionQuery(SessionStatus? Status, string? LessonId, int Limit, Guid? Cursor)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    internal static SessionQuery Parse(string? status, string? lessonId, string? limit, string? cursor)
    {
        var errors = new RequestErrors();
        var parsedStatus = SessionStatus.Waiting;
        errors.Check(status is null || Enum.GetValues<SessionStatus>().Any(value => SnakeCase.Write(parsedStatus = value) == status),
            "status", "must be waiting, connecting, connected or ended");
        errors.CheckLength(lessonId, "lesson_id", 1, SessionRules.MaxLessonIdLength);
        var parsedLimit = DefaultLimit;
        errors.Check(
            limit is null || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out parsedLimit)
                && parsedLimit is >= 1 and <= MaxLimit),
            "limit", $"must be a number from 1 to {MaxLimit}");
        var parsedCursor = Guid.Empty;
        errors.Check(cursor is null || Uuid.TryRead(cursor, out parsedCursor), "cursor", "is not one that this service gave");
        errors.ThrowIfAny();
        return new(status is null ? null : parsedStatus, lessonId, parsedLimit, cursor is null ? null : parsedCursor);
    }
}
