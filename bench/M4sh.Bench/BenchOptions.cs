using System.Globalization;

namespace M4sh.Bench;

/// <summary>A command's options: <c>--name number</c>.</summary>
internal sealed class BenchOptions(string[] arguments)
{
    public int Get(string name, int otherwise) => Array.IndexOf(arguments, $"--{name}") is >= 0 and var index && index + 1 < arguments.Length
        ? int.Parse(arguments[index + 1], CultureInfo.InvariantCulture)
        : otherwise;
}
