using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// The JSON of a relayed message is written once, before its seq is known: <c>seq</c> is its last member, and is put behind the rest when the room has
/// allotted it.
/// </summary>
/// <param name="open">The message without its end.</param>
/// <param name="seq">Its seq.</param>
internal sealed class RelayJson(ReadOnlyMemory<byte> open, long seq)
{
    private const int SeqBytes = 32;

    private static readonly byte[] Unknown = [.. ",\"seq\":0}"u8];

    /// <param name="json">The message with a seq of 0.</param>
    public static ReadOnlyMemory<byte> Open(byte[] json) => json.AsSpan().EndsWith(Unknown)
        ? json.AsMemory(0, json.Length - Unknown.Length)
        : throw new ArgumentException("The last member is not a seq of 0.", nameof(json));

    /// <summary>Who sent the message.</summary>
    public static string SenderOf(ReadOnlySpan<byte> open)
    {
        var reader = new Utf8JsonReader(open, isFinalBlock: false, default);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("from_user_id"u8);
            reader.Read();
            if (found)
                return reader.GetString()!;

            reader.TrySkip();
        }

        throw new JsonException("A relayed message has no sender.");
    }

    /// <summary>Its members, without the brace that they begin with.</summary>
    public void WriteMembers(IBufferWriter<byte> output)
    {
        output.Write(open.Span[1..]);
        var end = output.GetSpan(SeqBytes);
        if (!System.Text.Unicode.Utf8.TryWrite(end, CultureInfo.InvariantCulture, $",\"seq\":{seq}}}", out var written))
            throw new InvalidOperationException("There is no room for a seq.");

        output.Advance(written);
    }

    /// <summary>The whole of it.</summary>
    public ReadOnlySpan<byte> Close()
    {
        var json = new ArrayBufferWriter<byte>(open.Length + SeqBytes);
        json.Write("{"u8);
        WriteMembers(json);
        return json.WrittenSpan;
    }
}
