namespace M4sh.AppHost.Tests.Local;

/// <summary>Under the temporary folder and passable, since Postgres runs as a user of its own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"m4sh-apphost-{Guid.CreateVersion7():N}");

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
