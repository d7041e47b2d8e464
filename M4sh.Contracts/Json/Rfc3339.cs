using System.Globalization;

namespace M4sh.Contracts.Json;

/// <summary>Times as RFC 3339 has them: with seconds and an offset, <c>T</c> and <c>Z</c> in either case. They are read into UTC.</summary>
public static class Rfc3339
{
    private const int DateLength = 10;
    private const int MinuteEnd = 16;
    private const int SecondEnd = 19;
    private const int LeapSecond = 60;

    /// <summary>Reads a time; what is finer than 100 ns is cut off, and a leap second is the second after it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, in UTC.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length <= SecondEnd
            || !DateOnly.TryParseExact(text[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || text[DateLength] is not ('T' or 't')
            || !TryReadClock(text[(DateLength + 1)..MinuteEnd], out var minute)
            || text[MinuteEnd] != ':'
            || text[(MinuteEnd + 1)..SecondEnd] is not [>= '0' and <= '9' and var tens, >= '0' and <= '9' and var ones]
            || !TryReadFraction(text[SecondEnd..], out var fraction, out var zone)
            || !TryReadOffset(zone, out var offset))
            return false;

        var second = ((tens - '0') * 10) + (ones - '0');
        var whole = (date.DayNumber * TimeSpan.TicksPerDay) + (minute - offset).Ticks + (second * TimeSpan.TicksPerSecond);
        var ticks = whole + fraction;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;

        // Leap seconds end a month in UTC: there are no others.
        if (second > LeapSecond || (second == LeapSecond && new DateTime(whole) is not { Day: 1, TimeOfDay.Ticks: 0 }))
            return false;

        time = new(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadClock(ReadOnlySpan<char> text, out TimeSpan time)
    {
        var valid = TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock);
        time = clock.ToTimeSpan();
        return valid;
    }

    private static bool TryReadFraction(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = text;
        if (text[0] != '.')
            return true;

        var end = text[1..].IndexOfAnyExceptInRange('0', '9') + 1;
        for (var (i, unit) = (1, TimeSpan.TicksPerSecond / 10); i < end; (i, unit) = (i + 1, unit / 10))
            ticks += (text[i] - '0') * unit;

        rest = text[end..];
        return end > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is ['Z' or 'z'])
            return true;
        if (text is not ['+' or '-', .. var clock] || !TryReadClock(clock, out offset))
            return false;

        offset = text[0] == '-' ? -offset : offset;
        return true;
    }
}
