using System.Buffers.Text;
using System.Text;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>A relayed message as the log has it: seq, type and JSON, a bar between them. The JSON is <see cref="RelayJson"/>, its end yet to come.</summary>
internal readonly record struct LogEntry(long Seq, PeerMessageType? Type, ReadOnlyMemory<byte> Json)
{
    private const byte Bar = (byte)'|';

    public static LogEntry Parse(byte[] entry)
    {
        var bytes = entry.AsSpan();
        var first = bytes.IndexOf(Bar);
        var second = first + 1 + bytes[(first + 1)..].IndexOf(Bar);
        if (!Utf8Parser.TryParse(bytes[..first], out long seq, out var read) || read != first)
            throw new FormatException("An entry of the log has no seq.");

        return new(seq, PeerMessages.Find(Encoding.ASCII.GetString(bytes[(first + 1)..second])), entry.AsMemory(second + 1));
    }

    /// <summary>The message, if it is of this type.</summary>
    public T? As<T>(PeerMessageType<T> type)
        where T : RelayedMessage => Type == type ? type.Deserialize(new RelayJson(Json, Seq).Close()) : null;
}
