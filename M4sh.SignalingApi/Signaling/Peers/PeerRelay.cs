namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>What one peer sent to the other: JSON that was written once, when it was taken.</summary>
internal sealed class PeerRelay(PeerMessageType type, ReadOnlyMemory<byte> open, RoomPosition position) : PeerMessage
{
    public override PeerMessageType Type => type;

    /// <summary>Who sent it.</summary>
    public string From => RelayJson.SenderOf(open.Span);

    public override int Bytes => open.Length;

    public override Task SendAsync(PeerClient client) => type.SendAsync(client, new RelayJson(open, position.Seq));

    public override ReadOnlyMemory<byte> ToJson() => open;
}
