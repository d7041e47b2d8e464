using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Output;

/// <summary>One line a message, behind the name of the resource that it comes from, each in a color of its own.</summary>
internal sealed class ConsoleOutput(TextWriter writer, bool color) : ILoggerProvider
{
    private const int NameWidth = 18;
    private const string Reset = "\e[0m";
    private static readonly string[] s_palette = ["\e[36m", "\e[32m", "\e[35m", "\e[33m", "\e[34m", "\e[96m", "\e[92m", "\e[95m"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _colors = [];

    public static bool UsesColor => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public static void WriteFailure(string message) =>
        Console.Error.WriteLine(UsesColor ? $"\e[31m✗ {message}{Reset}" : $"✗ {message}");

    public ILogger CreateLogger(string categoryName)
    {
        var name = categoryName.StartsWith(ResourceLog.CategoryPrefix, StringComparison.Ordinal)
            ? categoryName[ResourceLog.CategoryPrefix.Length..]
            : "apphost";
        return new NamedLogger(this, name);
    }

    public void Dispose()
    {
    }

    private void Write(string name, LogLevel level, string message)
    {
        lock (_gate)
        {
            foreach (var line in message.Split('\n'))
                writer.WriteLine($"{Paint(name, name.PadRight(NameWidth))} │ {PaintLevel(level, line.TrimEnd('\r'))}");
        }
    }

    private string Paint(string name, string text)
    {
        if (!color)
            return text;

        if (!_colors.TryGetValue(name, out var code))
            _colors[name] = code = name == "apphost" ? "\e[1m" : s_palette[_colors.Count % s_palette.Length];

        return code + text + Reset;
    }

    private string PaintLevel(LogLevel level, string text) => color switch
    {
        true when level >= LogLevel.Error => $"\e[31m{text}{Reset}",
        true when level == LogLevel.Warning => $"\e[33m{text}{Reset}",
        _ => text,
    };

    private sealed class NamedLogger(ConsoleOutput output, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            output.Write(name, logLevel, exception is null ? formatter(state, null) : $"{formatter(state, exception)}\n{exception}");
    }
}
