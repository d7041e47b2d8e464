namespace M4sh.SignalingApi.Ice;

/// <summary>The secret that issues, also when its file is changed while the service runs.</summary>
internal sealed class TurnSecret(TurnServerOptions options)
{
    private (DateTime Written, string Secret)? _read;

    /// <exception cref="IOException">There is a file to be read, and none is there.</exception>
    public string Current => options.SecretFile is { Length: > 0 } file ? Read(file) : options.Secrets.FirstOrDefault() ?? options.Secret!;

    // Asked for its time, and not watched: what mounts secrets changes links, of which a watcher is not always told.
    private string Read(string file)
    {
        var written = File.GetLastWriteTimeUtc(file);
        if (_read is { } read && read.Written == written)
            return read.Secret;

        var secret = File.ReadLines(file).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0)
            ?? throw new IOException("The file of the TURN secrets is empty.");
        _read = (written, secret);
        return secret;
    }
}
