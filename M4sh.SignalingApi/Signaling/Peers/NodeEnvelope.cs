using System.Diagnostics;
using System.Text;
using M4sh.Data.Sessions;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A message between nodes: the connection's id, the type's name, the sender's <c>traceparent</c> or nothing, and the JSON, a line each.</summary>
internal static class NodeEnvelope
{
    private const byte End = (byte)'\n';

    public static byte[] Write(string connectionId, PeerMessage message, string? traceParent)
    {
        var head = $"{connectionId}\n{message.Type.Name}\n{traceParent}\n";
        var json = message.ToJson();
        var envelope = new byte[Encoding.UTF8.GetByteCount(head) + json.Length];
        json.CopyTo(envelope, Encoding.UTF8.GetBytes(head, envelope));
        return envelope;
    }

    /// <returns>Null for a type that this version does not know.</returns>
    public static (string ConnectionId, PeerMessage Message, ActivityContext Trace)? Read(ReadOnlySpan<byte> envelope)
    {
        var connectionId = Line(ref envelope);
        var type = PeerMessages.Find(Line(ref envelope));
        var trace = SessionTrace.Parse(Line(ref envelope));
        return type is null ? null : (connectionId, type.Parse(envelope), trace);
    }

    private static string Line(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf(End);
        if (end < 0)
            throw new FormatException("An envelope between nodes is cut off.");

        var line = Encoding.UTF8.GetString(rest[..end]);
        rest = rest[(end + 1)..];
        return line;
    }
}
