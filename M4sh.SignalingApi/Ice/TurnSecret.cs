namespace M4sh.SignalingApi.Ice;

/// <summary>The secret that issues, also when its file is changed while the service runs.</summary>
internal sealed class TurnSecret(TurnServerOptions options)
{
    private volatile FileSecret? _read;

    /// <summary>While the file is away or empty, as when it is written anew, the last one that was there. Null: there never was one.</summary>
    public string? Current => options.SecretFile is { Length: > 0 } file ? Read(file)?.Secret : options.Secrets.FirstOrDefault() ?? options.Secret;

    // Asked for its time, and not watched: what mounts secrets changes links, of which a watcher is not always told.
    private FileSecret? Read(string file)
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(file);
            if (_read is { } read && read.Written == written)
                return read;

            if (File.ReadLines(file).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) is { } secret)
                _read = new(written, secret);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Asked for again at the next call; the health check says so where there is none at all.
        }

        return _read;
    }

    private sealed record FileSecret(DateTime Written, string Secret);
}
