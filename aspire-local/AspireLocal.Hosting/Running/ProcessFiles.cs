namespace Aspire.Hosting.Running;

/// <summary>What Linux tells of processes under /proc. They come and go, and some belong to others: what cannot be read is not there.</summary>
internal static class ProcessFiles
{
    public static string Name(string process) => Read(() => File.ReadAllText(Path.Combine(process, "comm")).Trim()) ?? "?";

    public static IReadOnlyList<string> Arguments(int id) => Read(() => File.ReadAllText($"/proc/{id}/cmdline").Split('\0')) ?? [];

    public static string? WorkingDirectory(int id) => Read(() => new FileInfo($"/proc/{id}/cwd").LinkTarget);

    /// <summary>The parent, read behind the name, which may hold anything.</summary>
    public static int? Parent(int id) =>
        Read(() => File.ReadAllText($"/proc/{id}/stat")) is { } stat && int.TryParse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], out var parent)
            ? parent
            : null;

    public static IReadOnlyList<string> Links(string folder) =>
        Read(() => Directory.GetFiles(folder).Select(file => Read(() => new FileInfo(file).LinkTarget)).OfType<string>().ToList()) ?? [];

    private static T? Read<T>(Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
