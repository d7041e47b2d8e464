namespace M4sh.AppHost.Turn;

/// <summary>Files that nobody but their owner can ever read.</summary>
internal static class PrivateFiles
{
    /// <summary>In one step: a reader sees the old text or the new one.</summary>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var writer = new StreamWriter(temporary, options))
            writer.Write(text);

        File.Move(temporary, path, overwrite: true);
    }
}
