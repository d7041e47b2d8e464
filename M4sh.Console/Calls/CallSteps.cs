using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>The names of the steps, in the order in which they are shown.</summary>
public static class CallSteps
{
    public const string Session = "session";
    public const string Offer = "offer";
    public const string Answer = "answer";
    public const string Candidate = "candidate";
    public const string Connected = "connected";

    public static IReadOnlyList<CallStep> All { get; } =
    [
        new(Session, "Session created"),
        new(Token(ParticipantRole.Host), "Host has a token"),
        new(Token(ParticipantRole.Guest), "Guest has a token"),
        new(Signaling(ParticipantRole.Host), "Host joined signaling"),
        new(Signaling(ParticipantRole.Guest), "Guest joined signaling"),
        new(Offer, "Offer sent"),
        new(Answer, "Answer sent"),
        new(Candidate, "First candidate"),
        new(Connected, "ICE and DTLS connected"),
        new(Frame(ParticipantRole.Host), "First frame at the host"),
        new(Frame(ParticipantRole.Guest), "First frame at the guest"),
    ];

    public static string Token(ParticipantRole role) => $"token-{Name(role)}";

    public static string Signaling(ParticipantRole role) => $"signaling-{Name(role)}";

    public static string Frame(ParticipantRole role) => $"frame-{Name(role)}";

    public static string Name(CallTransport transport) => transport == CallTransport.Hub ? "hub" : "raw WebSocket";

    public static string Name(ParticipantRole role) => role == ParticipantRole.Host ? "host" : "guest";
}
