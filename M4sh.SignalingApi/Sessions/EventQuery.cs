using System.Globalization;
using M4sh.SignalingApi.Errors;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Which part of a timeline is shown. The cursor is the number of the last stored event of the page before.</summary>
public sealed record EventQuery(int Limit, long Cursor)
{
    public const int MaxLimit = 1_000;

    internal static EventQuery Parse(string? limit, string? cursor)
    {
        var errors = new RequestErrors();
        var parsedLimit = SessionQuery.ParseLimit(errors, limit, MaxLimit, MaxLimit);
        var parsedCursor = 0L;
        errors.Check(
            cursor is null || long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out parsedCursor),
            "cursor", SessionQuery.NoCursor);
        errors.ThrowIfAny();
        return new(parsedLimit, parsedCursor);
    }
}
