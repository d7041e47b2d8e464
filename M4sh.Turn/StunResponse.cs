using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace M4sh.Turn;

/// <summary>The answer to a request: RFC 8489 §5 and §14.</summary>
internal sealed class StunResponse
{
    private const ushort ErrorClass = 0x0110;
    private const ushort SuccessClass = 0x0100;

    private readonly byte[] _bytes;

    private StunResponse(byte[] bytes) => _bytes = bytes;

    public bool IsError => (Type & ErrorClass) == ErrorClass;

    private ushort Type => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <returns>Null: the bytes are no answer to this request.</returns>
    public static StunResponse? Read(ReadOnlySpan<byte> bytes, StunRequest request) =>
        bytes.Length >= StunRequest.HeaderSize
        && (BinaryPrimitives.ReadUInt16BigEndian(bytes) & SuccessClass) != 0
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) == StunRequest.MagicCookie
        && bytes.Slice(8, 12).SequenceEqual(request.TransactionId)
        && BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) + StunRequest.HeaderSize == bytes.Length
            ? new(bytes.ToArray())
            : null;

    public string? Text(StunAttribute type) => Find(type) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value.Span) : null;

    public StunException Error() => Find(StunAttribute.ErrorCode) is { Length: >= 4 } value
        ? new(value.Span[2] * 100 + value.Span[3], Encoding.UTF8.GetString(value.Span[4..]).TrimEnd('\0'))
        : new(0, "The server answered an error without a code.");

    /// <exception cref="StunException">There is no such address.</exception>
    public IPEndPoint EndPoint(StunAttribute type)
    {
        var value = Find(type).Span;
        var length = value.Length < 8 ? 0 : value[1] == 1 ? 4 : 16;
        if (length == 0 || value.Length < 4 + length)
            throw new StunException(0, "The server's answer holds no address.");

        var address = new byte[length];
        for (var i = 0; i < length; i++)
            address[i] = (byte)(value[4 + i] ^ _bytes[4 + i]);

        return new(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (int)(StunRequest.MagicCookie >> 16));
    }

    private ReadOnlyMemory<byte> Find(StunAttribute type)
    {
        for (var at = StunRequest.HeaderSize; at + 4 <= _bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(at + 2));
            if (at + 4 + length > _bytes.Length)
                break;
            if (BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(at)) == (ushort)type)
                return _bytes.AsMemory(at + 4, length);

            at += 4 + (length + 3) / 4 * 4;
        }

        return default;
    }
}
