namespace M4sh.Console.Calls;

/// <summary>What a signaling connection goes over.</summary>
public enum CallTransport
{
    /// <summary>The SignalR hub.</summary>
    Hub,

    /// <summary>The raw WebSocket.</summary>
    WebSocket,
}
