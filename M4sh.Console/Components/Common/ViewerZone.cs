using System.Globalization;

namespace M4sh.Console.Components.Common;

/// <summary>The time zone of whoever looks at the page, as their browser names it; UTC where it names none that is known here.</summary>
public sealed class ViewerZone
{
    public const string Second = "yyyy-MM-dd HH:mm:ss";

    public const string Minute = "yyyy-MM-dd HH:mm";

    public const string Clock = "HH:mm:ss";

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>In words: <c>Europe/Berlin</c>, <c>America/New York</c>, <c>UTC</c>.</summary>
    public string Name { get; private set; } = "UTC";

    /// <param name="id">The zone's IANA name. It comes from a browser, so it is not to be trusted to be one.</param>
    public void Set(string? id)
    {
        if (IsName(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id!, out var zone))
        {
            (Zone, Name) = zone.HasSameRules(TimeZoneInfo.Utc) && zone.BaseUtcOffset == TimeSpan.Zero
                ? (TimeZoneInfo.Utc, "UTC")
                : (zone, id!.Replace('_', ' '));
        }
    }

    public DateTimeOffset At(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    public string Text(DateTimeOffset moment, string format = Second) => At(moment).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>What a clock on the viewer's wall meant; of an hour that it shows twice, the later one.</summary>
    public DateTimeOffset Read(DateTime wall) =>
        new(Math.Clamp(wall.Ticks - Zone.GetUtcOffset(wall).Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    // The zone's name is a file's name where it is looked up.
    private static bool IsName(string? id) =>
        id is { Length: > 0 and <= 64 } && id[0] != '/' && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '+' or '-');
}
