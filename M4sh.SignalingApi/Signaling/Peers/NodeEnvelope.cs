using System.Diagnostics;
using System.Globalization;
using System.Text;
using M4sh.Data.Sessions;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// A message between nodes: the connection's id, the type's name, the sender's <c>traceparent</c> or nothing, its position or nothing, and the JSON,
/// a line each.
/// </summary>
internal static class NodeEnvelope
{
    private const byte End = (byte)'\n';
    private const char Separator = ' ';
    private const int PositionParts = 6;

    public static byte[] Write(string connectionId, PeerMessage message, string? traceParent)
    {
        var head = $"{connectionId}\n{message.Type.Name}\n{traceParent}\n{Write(message.Position)}\n";
        var json = message.ToJson();
        var envelope = new byte[Encoding.UTF8.GetByteCount(head) + json.Length];
        json.Span.CopyTo(envelope.AsSpan(Encoding.UTF8.GetBytes(head, envelope)));
        return envelope;
    }

    /// <returns>Null for a type that this version does not know.</returns>
    public static (string ConnectionId, PeerMessage Message, ActivityContext Trace)? Read(ReadOnlyMemory<byte> envelope)
    {
        var connectionId = Line(ref envelope);
        var type = PeerMessages.Find(Line(ref envelope));
        var trace = SessionTrace.Parse(Line(ref envelope));
        var position = ReadPosition(Line(ref envelope));
        return type is null ? null : (connectionId, type.Read(envelope, position), trace);
    }

    // The place is last: a node's name may hold anything.
    private static string Write(RoomPosition? position) => position is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{position.Epoch} {position.Previous} {position.Seq} {position.Version} {position.Deadline} {position.Origin}");

    private static RoomPosition? ReadPosition(string line)
    {
        if (line.Length == 0)
            return null;

        var parts = line.Split(Separator, PositionParts);
        if (parts.Length < PositionParts)
            throw new FormatException("An envelope between nodes has half a position.");

        return new(parts[0], Number(parts[1]), Number(parts[2]))
        {
            Version = Number(parts[3]),
            Deadline = Number(parts[4]),
            Origin = parts[5].Length == 0 ? null : PeerPlace.Parse(parts[5]),
        };
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Line(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf(End);
        if (end < 0)
            throw new FormatException("An envelope between nodes is cut off.");

        var line = Encoding.UTF8.GetString(rest.Span[..end]);
        rest = rest[(end + 1)..];
        return line;
    }
}
