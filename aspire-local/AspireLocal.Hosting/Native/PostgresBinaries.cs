using Aspire.Hosting.Running;

namespace Aspire.Hosting.Native;

/// <summary>A folder that holds both `postgres` and `initdb`. Debian keeps them off the PATH, one folder a major version.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    private static readonly string[] s_parents = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL"];

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    public static IReadOnlyList<PostgresBinaries> Find()
    {
        var versions = s_parents.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Path.GetDirectoryName(folder)!.EndsWith("/opt", StringComparison.Ordinal) is false
                || Path.GetFileName(folder).StartsWith("postgresql", StringComparison.Ordinal))
            .OrderByDescending(folder => Path.GetFileName(folder).Length).ThenByDescending(folder => folder, StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, "bin"));
        var onPath = Programs.Folders.Select(folder => Path.Combine(folder, "postgres")).Where(File.Exists)
            .Select(file => Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)!);
        return [.. onPath.Concat(versions).Append("/usr/local/pgsql/bin")
            .Distinct()
            .Select(folder => new PostgresBinaries(folder))
            .Where(found => File.Exists(found.Postgres) && File.Exists(found.InitDb))];
    }
}
