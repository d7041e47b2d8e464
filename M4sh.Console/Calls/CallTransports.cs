using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>Which transports the two peers of a call use.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Host">The host's.</param>
/// <param name="Guest">The guest's.</param>
public sealed record CallTransports(string Key, CallTransport Host, CallTransport Guest)
{
    public static CallTransports Hub { get; } = new("hub", CallTransport.Hub, CallTransport.Hub);

    public static CallTransports Raw { get; } = new("raw", CallTransport.WebSocket, CallTransport.WebSocket);

    /// <summary>One of each. The default: a call then tries both, and the way between them.</summary>
    public static CallTransports Mixed { get; } = new("mixed", CallTransport.Hub, CallTransport.WebSocket);

    public static IReadOnlyList<CallTransports> All { get; } = [Mixed, Hub, Raw];

    public CallTransport Of(ParticipantRole role) => role == ParticipantRole.Host ? Host : Guest;
}
