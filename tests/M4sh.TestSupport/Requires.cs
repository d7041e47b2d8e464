using Xunit;

namespace M4sh.TestSupport;

/// <summary>What a test cannot do without. Where it is missing the test is skipped and says so; with <c>M4SH_REQUIRE_ALL=1</c> it fails.</summary>
public static class Requires
{
    public static bool All => Environment.GetEnvironmentVariable("M4SH_REQUIRE_ALL") == "1";

    /// <summary>A program on the PATH, or in one of the folders.</summary>
    /// <param name="name">The program.</param>
    /// <param name="install">The command that installs it.</param>
    /// <param name="folders">Other places to look in.</param>
    /// <returns>Its path.</returns>
    public static string Program(string name, string install, params IEnumerable<string> folders)
    {
        var path = Find(name, folders);
        Condition(path is not null, $"{name} is not installed: {install}");
        return path!;
    }

    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string name, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(folders)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    public static void Condition(bool holds, string reason)
    {
        if (holds)
        {
            return;
        }

        if (All)
        {
            Assert.Fail($"{reason} (M4SH_REQUIRE_ALL=1)");
        }

        Assert.Skip(reason);
    }
}
