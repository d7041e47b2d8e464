using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Passes on what a resource prints, under a category of its own, and remembers the last of it for when it fails.</summary>
internal sealed partial class ResourceLog(ILoggerFactory loggers, string name, Func<string, LogLevel>? level = null)
{
    public const string CategoryPrefix = "Resources.";
    private const int Remembered = 20;
    private readonly ILogger _logger = loggers.CreateLogger(CategoryPrefix + name);
    private readonly Queue<string> _last = [];

    public string Tail
    {
        get
        {
            lock (_last)
                return string.Join(Environment.NewLine, _last);
        }
    }

    public void Write(string line)
    {
        lock (_last)
        {
            _last.Enqueue(line);
            if (_last.Count > Remembered)
                _last.Dequeue();
        }

        var severity = level?.Invoke(line) ?? LogLevel.Information;
        Log.Line(_logger, severity, line);
    }

    private static partial class Log
    {
        [LoggerMessage("{Line}")]
        public static partial void Line(ILogger logger, LogLevel level, string line);
    }
}
