using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Passes on what a resource prints, under a category of its own, and remembers the last of it for when it fails.</summary>
internal sealed partial class ResourceLog(ILoggerFactory loggers, string name, Func<string, LogLevel>? level = null)
{
    public const string CategoryPrefix = "Resources.";
    private const int Remembered = 20;
    private readonly ILogger logger = loggers.CreateLogger(CategoryPrefix + name);
    private readonly Queue<string> last = [];

    public string Tail
    {
        get
        {
            lock (last)
                return string.Join(Environment.NewLine, last);
        }
    }

    public void Write(string line)
    {
        lock (last)
        {
            last.Enqueue(line);
            if (last.Count > Remembered)
                last.Dequeue();
        }

        var severity = level?.Invoke(line) ?? LogLevel.Information;
        Log.Line(logger, severity, line);
    }

    private static partial class Log
    {
        [LoggerMessage("{Line}")]
        public static partial void Line(ILogger logger, LogLevel level, string line);
    }
}
