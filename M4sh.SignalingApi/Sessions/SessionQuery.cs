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
    internal const string NoCursor = "is not one that this service gave";

    internal static SessionQuery Parse(string? status, string? lessonId, string? limit, string? cursor)
    {
        var errors = new RequestErrors();
        var parsedStatus = SessionStatus.Waiting;
        errors.Check(status is null || Enum.GetValues<SessionStatus>().Any(value => SnakeCase.Write(parsedStatus = value) == status),
            "status", "must be waiting, connecting, connected or ended");
        errors.CheckLength(lessonId, "lesson_id", 1, SessionRules.MaxLessonIdLength);
        var parsedLimit = ParseLimit(errors, limit, DefaultLimit, MaxLimit);
        var parsedCursor = Guid.Empty;
        errors.Check(cursor is null || Uuid.TryRead(cursor, out parsedCursor), "cursor", NoCursor);
        errors.ThrowIfAny();
        return new(status is null ? null : parsedStatus, lessonId, parsedLimit, cursor is null ? null : parsedCursor);
    }

    internal static int ParseLimit(RequestErrors errors, string? text, int standard, int max)
    {
        var limit = standard;
        errors.Check(
            text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= max),
            "limit", $"must be a number from 1 to {max}");
        return limit;
    }
}
