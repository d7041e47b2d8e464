namespace M4sh.ServiceDefaults;

/// <summary>Where this replica's <c>/metrics</c> is.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Service">The service.</param>
/// <param name="Replica">Which of its replicas.</param>
public sealed record MetricsTarget(string Address, string Scheme, string Service, string Replica)
{
    /// <param name="listening">What the server listens on, as it says; http goes before https.</param>
    /// <param name="host">What others call this machine: for a server that listens on all of its addresses.</param>
    /// <param name="service">The service.</param>
    /// <param name="replica">Which of its replicas.</param>
    /// <returns>Null: nothing that could be reached over a network.</returns>
    public static MetricsTarget? Of(IEnumerable<string> listening, string host, string service, string replica)
    {
        // What ASP.NET Core writes and is no address: http://+:8080, http://*:8080, http://unix:/a/socket.
        var address = listening
            .Where(text => !text.Contains("://unix:/", StringComparison.Ordinal))
            .Select(text => text.Replace("://+", "://[::]", StringComparison.Ordinal).Replace("://*", "://[::]", StringComparison.Ordinal))
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null)
            .Where(uri => uri is { Host.Length: > 0, Scheme: "http" or "https" })
            .OrderBy(uri => uri!.Scheme, StringComparer.Ordinal)
            .FirstOrDefault();
        return address is null ? null
            : new($"{(address.Host is "[::]" or "0.0.0.0" ? host : address.Host)}:{address.Port}", address.Scheme, service, replica);
    }
}
