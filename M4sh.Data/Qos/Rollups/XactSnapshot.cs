using System.Globalization;

namespace M4sh.Data.Qos.Rollups;

/// <summary>
/// Which transactions were over at a moment, as Postgres' <c>pg_snapshot</c> says it: all before <paramref name="Xmin"/>, none from <paramref name="Xmax"/>
/// on, and of those in between all but <paramref name="Running"/>.
/// </summary>
internal sealed record XactSnapshot(ulong Xmin, ulong Xmax, IReadOnlyList<ulong> Running)
{
    /// <param name="text"><c>xmin:xmax:running,running</c>.</param>
    public static XactSnapshot Parse(string text)
    {
        var parts = text.Split(':');
        return new(Number(parts[0]), Number(parts[1]), [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)]);
    }

    /// <summary>The same, but that of the transactions after the last it tells nothing.</summary>
    public XactSnapshot Until(ulong last)
    {
        if (last + 1 >= Xmax)
            return this;

        ulong[] running = [.. Running.Where(xact => xact <= last)];
        return new(running.Length > 0 ? Xmin : last + 1, last + 1, running);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Xmin}:{Xmax}:{string.Join(',', Running.Select(xact => xact.ToString(CultureInfo.InvariantCulture)))}");

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
