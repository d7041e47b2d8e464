using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.Running;

/// <summary>
/// Where native programs keep their files: one folder an AppHost path, locked while an AppHost runs on it. A test gets a throwaway one, and clears away
/// those whose owners were killed (their locks are free).
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string TestPrefix = "aspire-local-test-";
    private const string LockName = "lock";
    private readonly FileStream _ownership;
    private readonly bool _throwaway;

    private DataFolder(string path, bool throwaway)
    {
        Path = path;
        _throwaway = throwaway;

        // A test's is locked before it can be seen: whoever clears up would take it for one that was left.
        var first = throwaway ? Hidden(path) : path;
        Create(first);
        _ownership = TryLock(first) ?? throw new HostingException(
            $"Another AppHost is running on the data in {path}. Stop that one first; two servers on the same files would spoil them.");
        if (throwaway)
            Directory.Move(first, path);
    }

    public string Path { get; }

    public static DataFolder Open(string appHostDirectory, string? configured) => new(PathOf(appHostDirectory, configured), throwaway: false);

    public static string PathOf(string appHostDirectory, string? configured)
    {
        if (configured is not null)
            return System.IO.Path.GetFullPath(configured);

        // Postgres does not run as root but as a user of its own, who could not pass through root's home.
        var parent = Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appHostDirectory)))[..8];
        var name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(appHostDirectory));
        return System.IO.Path.Combine(parent, "aspire-local", $"{name}-{key}");
    }

    public static DataFolder OpenThrowaway()
    {
        var parent = System.IO.Path.GetTempPath();
        foreach (var left in Directory.EnumerateDirectories(parent, $"{TestPrefix}*"))
        {
            using var free = TryLock(left);
            if (free is not null)
                Clear(left);
        }

        return new DataFolder(System.IO.Path.Combine(parent, TestPrefix + RandomNumberGenerator.GetHexString(12, lowercase: true)), throwaway: true);
    }

    /// <summary>A resource's own folder; without a data volume it begins empty, as a container does.</summary>
    public string For(string resource, bool keep)
    {
        var path = System.IO.Path.Combine(Path, resource);
        if (!keep && Directory.Exists(path))
            Directory.Delete(path, recursive: true);

        Create(path);
        return path;
    }

    public void Dispose()
    {
        if (_throwaway)
            Clear(Path);

        _ownership.Dispose();
    }

    // Out of sight first: whoever clears up at the same time would put its lock into a folder that is being deleted.
    private static void Clear(string path)
    {
        var hidden = Hidden(path);
        try
        {
            Directory.Move(path, hidden);
        }
        catch (DirectoryNotFoundException)
        {
            // Another was faster.
            return;
        }

        Directory.Delete(hidden, recursive: true);
    }

    private static string Hidden(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}");

    // Others may pass through (Postgres' own user has to), and read nothing.
    private static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                throw new HostingException("aspire-local runs on Linux and macOS; on Windows use Aspire's own packages.");

            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostingException($"The data folder {path} cannot be made: {exception.Message}", exception);
        }
    }

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
