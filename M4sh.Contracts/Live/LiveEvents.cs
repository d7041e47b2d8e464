namespace M4sh.Contracts.Live;

/// <summary>The event names of <c>GET /live</c>.</summary>
public static class LiveEvents
{
    /// <summary>A session was created or changed; the data is the <see cref="Sessions.Session"/>.</summary>
    public const string Session = "session";

    /// <summary>A participant's quality changed; the data is a <see cref="LiveQuality"/>.</summary>
    public const string Quality = "quality";
}
