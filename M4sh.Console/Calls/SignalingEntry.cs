namespace M4sh.Console.Calls;

/// <summary>A signaling message as the inspector shows it; secrets are masked in it.</summary>
/// <param name="Number">Counts the call's messages from 1.</param>
/// <param name="At">Since the click.</param>
/// <param name="Side">Whose connection: host or guest.</param>
/// <param name="IsSent">Sent by that side; else received.</param>
/// <param name="Type">The contract's type.</param>
/// <param name="Seq">Its number among the relayed messages, where it has one.</param>
/// <param name="Bytes">How long its JSON is.</param>
/// <param name="Payload">Its JSON, indented; an SDP stands in <paramref name="Sdp"/>.</param>
/// <param name="Sdp">The session description in it.</param>
public sealed record SignalingEntry(
    int Number, TimeSpan At, string Side, bool IsSent, string Type, long? Seq, int Bytes, string Payload, string? Sdp)
{
    /// <summary>Its own id, by which the server acks it.</summary>
    public string? Id { get; init; }
}
