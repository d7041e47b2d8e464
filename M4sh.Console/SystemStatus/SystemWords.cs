using System.Globalization;
using M4sh.Console.Components.Overview;

namespace M4sh.Console.SystemStatus;

/// <summary>Numbers of the system in words.</summary>
public static class SystemWords
{
    public const string Unknown = "–";

    private const int CommitDigits = 7;
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Span(TimeSpan? span) => span is { } given ? SessionText.Age(given) : Unknown;

    public static string Milliseconds(TimeSpan? span) =>
        span is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given.TotalMilliseconds:0.0} ms") : Unknown;

    public static string Count(double? count) => count is { } given ? given.ToString("N0", CultureInfo.InvariantCulture) : Unknown;

    /// <summary>A rate: what is rare keeps a digit.</summary>
    public static string Rate(double? perSecond) => perSecond switch
    {
        null => Unknown,
        0 or >= 99.95 => perSecond.Value.ToString("N0", CultureInfo.InvariantCulture),
        < 0.1 => "< 0.1",
        _ => perSecond.Value.ToString("0.0", CultureInfo.InvariantCulture),
    };

    /// <summary>Cores in use, in percent of one.</summary>
    public static string Cpu(double? cores) => cores is { } given ? string.Create(CultureInfo.InvariantCulture, $"{100 * given:0} %") : Unknown;

    public static string Bytes(double? bytes)
    {
        if (bytes is not { } left)
            return Unknown;

        var unit = 0;
        while (left >= 1024 && unit < Units.Length - 1)
        {
            left /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{left:0.#} {Units[unit]}");
    }

    /// <summary>A version, and the first digits of its commit.</summary>
    public static string Version(string? version)
    {
        if (version is null)
            return Unknown;

        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 || version.Length <= plus + 1 + CommitDigits ? version : version[..(plus + 1 + CommitDigits)];
    }
}
