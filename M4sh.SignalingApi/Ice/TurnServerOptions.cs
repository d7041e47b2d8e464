namespace M4sh.SignalingApi.Ice;

/// <summary>The TURN server. Without address or secret it is not offered: never a broken entry.</summary>
public sealed class TurnServerOptions
{
    /// <summary><c>turn:</c> or <c>turns:</c> addresses, several separated by commas. <c>TURN_SERVER_URL</c> wins.</summary>
    public string? Url { get; set; }

    /// <summary>The secret shared with the TURN server. <c>TURN_SECRET</c> wins.</summary>
    public string? Secret { get; set; }

    internal IReadOnlyList<string> Urls => (Url ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    internal bool IsUsable => Urls.Count > 0 && !string.IsNullOrEmpty(Secret);
}
