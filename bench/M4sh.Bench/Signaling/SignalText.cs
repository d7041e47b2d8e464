namespace M4sh.Bench.Signaling;

/// <summary>The messages' JSON, as M4sh's contract has it.</summary>
internal static class SignalText
{
    public static string Type(SignalKind kind) => kind switch
    {
        SignalKind.Offer => "offer",
        SignalKind.Answer => "answer",
        _ => "ice-candidate",
    };

    public static string Member(SignalKind kind, string text) => kind == SignalKind.Candidate
        ? $$""" "candidate":{"candidate":"{{text}}","sdpMid":"0","sdpMLineIndex":0}"""
        : $"\"sdp\":\"{text}\"";
}
