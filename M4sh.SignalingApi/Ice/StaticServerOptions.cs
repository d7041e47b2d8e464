namespace M4sh.SignalingApi.Ice;

/// <summary>A STUN or TURN server that is handed out as it is, with the same credential for everybody.</summary>
public sealed class StaticServerOptions
{
    /// <summary><c>stun:</c>, <c>stuns:</c>, <c>turn:</c> or <c>turns:</c> addresses, several separated by commas.</summary>
    public string? Url { get; set; }

    /// <summary>The credential's name; a TURN server needs one.</summary>
    public string? Username { get; set; }

    /// <summary>The credential.</summary>
    public string? Credential { get; set; }

    /// <inheritdoc cref="TurnServerOptions.Region"/>
    public string? Region { get; set; }

    internal IReadOnlyList<string> Urls => TurnServerOptions.SplitUrls(Url);
}
