namespace M4sh.SignalingApi.Ice;

/// <summary>A TURN server with a shared secret. Without address or secret it is not offered: never a broken entry.</summary>
public sealed class TurnServerOptions
{
    /// <summary><c>turn:</c> or <c>turns:</c> addresses, several separated by commas. Of the first server, <c>TURN_SERVER_URL</c> wins.</summary>
    public string? Url { get; set; }

    /// <summary>The secret shared with the TURN server. Of the first server, <c>TURN_SECRET</c> wins.</summary>
    public string? Secret { get; set; }

    /// <summary>While a secret is being changed: the first issues, the server accepts all. Instead of <see cref="Secret"/>.</summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>A file with the secrets, a line each, the first of which issues; read again whenever it has changed. Of the first server, <c>TURN_SECRET_FILE</c> wins.</summary>
    public string? SecretFile { get; set; }

    /// <summary>Where it stands; servers of <see cref="WebRtcOptions.Region"/> are offered first.</summary>
    public string? Region { get; set; }

    internal IReadOnlyList<string> Urls => SplitUrls(Url);

    internal bool IsUsable => Urls.Count > 0 && (!string.IsNullOrEmpty(SecretFile) || !string.IsNullOrEmpty(Secrets.FirstOrDefault() ?? Secret));

    internal static IReadOnlyList<string> SplitUrls(string? urls) => (urls ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
