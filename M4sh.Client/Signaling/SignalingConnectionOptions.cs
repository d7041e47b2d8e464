namespace M4sh.Client.Signaling;

/// <summary>How a <see cref="SignalingConnection"/> connects and connects again.</summary>
public sealed class SignalingConnectionOptions
{
    /// <summary>The SignalR hub: <c>hub_url</c> of the answer to a REST join. Either this or <see cref="WebSocketUrl"/>.</summary>
    public Uri? HubUrl { get; init; }

    /// <summary>The raw WebSocket: <c>websocket_url</c> of the answer to a REST join. Either this or <see cref="HubUrl"/>.</summary>
    public Uri? WebSocketUrl { get; init; }

    /// <summary>Gives the session token; asked at each attempt, until the server sends a successor. A secret, never logged.</summary>
    public required Func<CancellationToken, ValueTask<string>> SessionToken { get; init; }

    /// <summary>The pause before the first attempt to connect again; it doubles with each. A third of it, up or down, is chance; up to five times as long where the server said that it
    /// stops. Default 250 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two attempts. Default 10 s.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first connection is tried again while the API is <c>unavailable</c>; zero for once only. Default 10 s.</summary>
    public TimeSpan ConnectFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a lost connection is tried again; zero for not at all. Default 2 min.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one attempt may take, from the first byte to <c>joined</c>. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told of every message, sent and received, for diagnostics. Called on the connection's threads; must not wait, nor throw.</summary>
    public Action<SignalingTraffic>? Observer { get; init; }
}
