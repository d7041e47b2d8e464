using System.Globalization;
using System.Text;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// The JSON of a relayed message is written once, before its seq is known: <c>seq</c> is its last member, and is put behind the rest when the room has
/// allotted it.
/// </summary>
internal static class RelayJson
{
    private static readonly byte[] Unknown = [.. ",\"seq\":0}"u8];

    /// <param name="json">The message with a seq of 0.</param>
    public static ReadOnlyMemory<byte> Open(byte[] json) => json.AsSpan().EndsWith(Unknown)
        ? json.AsMemory(0, json.Length - Unknown.Length)
        : throw new ArgumentException("The last member is not a seq of 0.", nameof(json));

    public static byte[] Close(ReadOnlySpan<byte> open, long seq)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $",\"seq\":{seq}}}");
        var json = new byte[open.Length + end.Length];
        open.CopyTo(json);
        Encoding.ASCII.GetBytes(end, json.AsSpan(open.Length));
        return json;
    }
}
