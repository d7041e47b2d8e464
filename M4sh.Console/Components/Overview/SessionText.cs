using System.Globalization;
using M4sh.Console.Components.Common;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Components.Overview;

/// <summary>A session in words and tones.</summary>
public static class SessionText
{
    public static StatusTone ToneOf(SessionStatus status) => status switch
    {
        SessionStatus.Connected => StatusTone.Good,
        SessionStatus.Connecting => StatusTone.Busy,
        _ => StatusTone.Quiet,
    };

    /// <summary>A value of the contract in words.</summary>
    public static string Words<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        SnakeCase.Write(value).Replace('_', ' ');

    /// <summary>How long it was, or has been, connected; null where it never was.</summary>
    public static TimeSpan? Length(Session session, DateTimeOffset now) => (session.EndedAt ?? now) - session.ConnectedAt;

    public static string NameOf(Session session, string? userId) => userId is null
        ? "server"
        : session.Participants.FirstOrDefault(participant => participant.UserId == userId)?.DisplayName ?? userId;

    /// <summary>Who is there, or who was once it is over.</summary>
    public static string People(Session session)
    {
        var people = session.Participants.Where(participant => participant.LeftAt is null || session.Status == SessionStatus.Ended).ToArray();
        return people.Length == 0 ? "nobody" : string.Join(", ", people.Select(participant => participant.DisplayName ?? participant.UserId));
    }

    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min {age.Seconds} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Hours} h {age.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.Days} d {age.Hours} h"),
    };
}
