using System.Globalization;
using System.Text;

namespace M4sh.Console.SystemStatus;

/// <summary>
/// Reads Prometheus' text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format). What is no sample is left out.
/// </summary>
public static class PrometheusText
{
    /// <param name="text">All of it.</param>
    /// <param name="names">The names that are wanted; null: all.</param>
    public static IEnumerable<PrometheusSample> Read(string text, IReadOnlySet<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').Select(line => ReadLine(line.Trim(), names)).OfType<PrometheusSample>();
    }

    private static PrometheusSample? ReadLine(string line, IReadOnlySet<string>? names)
    {
        var at = line.AsSpan().IndexOfAny("{ \t");
        if (at <= 0 || line[0] == '#')
            return null;

        var name = line[..at];
        if (names?.Contains(name) == false)
            return null;

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{' && !TryReadLabels(line, ref at, labels))
            return null;

        // A time may follow.
        var value = line[at..].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return ValueOf(value) is { } number ? new(name, labels, number) : null;
    }

    /// <param name="line">The line.</param>
    /// <param name="at">In: the opening brace; out: after the closing one.</param>
    /// <param name="labels">Takes them.</param>
    private static bool TryReadLabels(string line, ref int at, Dictionary<string, string> labels)
    {
        at++;
        while (true)
        {
            at = SkipSeparators(line, at);
            if (at < line.Length && line[at] == '}')
            {
                at++;
                return true;
            }

            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                return false;

            var name = line[at..equals].Trim();
            at = equals + 2;
            if (ReadQuoted(line, ref at) is not { } value)
                return false;

            labels[name] = value;
        }
    }

    private static int SkipSeparators(string line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t' or ',')
            at++;

        return at;
    }

    /// <param name="line">The line.</param>
    /// <param name="at">In: after the opening quote; out: after the closing one.</param>
    /// <returns>Null: it has no end.</returns>
    private static string? ReadQuoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '"':
                    at++;
                    return text.ToString();
                case '\\' when at + 1 < line.Length:
                    at++;
                    text.Append(line[at] == 'n' ? '\n' : line[at]);
                    break;
                default:
                    text.Append(line[at]);
                    break;
            }
        }

        return null;
    }

    private static double? ValueOf(string? text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };
}
