namespace M4sh.Console.Network;

/// <summary>Tells the packets of a WebRTC path apart by their first bytes.</summary>
public static class PacketKind
{
    private const int RtpHeader = 12;

    /// <summary>RTP, told from STUN and DTLS by RFC 7983 and from RTCP by RFC 5761 §4.</summary>
    public static bool IsMedia(ReadOnlySpan<byte> packet) =>
        packet.Length >= RtpHeader && packet[0] is >= 128 and <= 191 && (packet[1] & 0x7F) is < 64 or > 95;
}
