namespace M4sh.Client.Live;

/// <summary>How <see cref="M4shClient.WatchLiveAsync"/> keeps its stream.</summary>
public sealed class LiveOptions
{
    /// <summary>The pause before the first attempt to open the stream again; it doubles with each. A third of it, up or down, is chance. Default 500 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between two attempts, unless the server asks for a longer one. Default 10 s.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A stream on which nothing came for so long is given up. The server sends something every 15 s. Default 45 s.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Measures pauses and silence.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
