using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace M4sh.Turn;

/// <summary>A request, as bytes: RFC 8489 §5 and §14.</summary>
internal sealed class StunRequest
{
    public const int HeaderSize = 20;
    public const uint MagicCookie = 0x2112A442;
    private const int MaxSize = 1024;
    private const int IntegritySize = 24;

    private readonly byte[] _bytes = new byte[MaxSize];
    private int _size = HeaderSize;

    public StunRequest(StunMethod method)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes, (ushort)method);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(4), MagicCookie);
        RandomNumberGenerator.Fill(_bytes.AsSpan(8, 12));
    }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _size);

    public ReadOnlySpan<byte> TransactionId => _bytes.AsSpan(8, 12);

    public StunRequest With(StunAttribute type, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_size), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_size + 2), (ushort)value.Length);
        value.CopyTo(_bytes.AsSpan(_size + 4));
        _size += 4 + (value.Length + 3) / 4 * 4;
        SetLength(_size);
        return this;
    }

    public StunRequest With(StunAttribute type, string value) => With(type, Encoding.UTF8.GetBytes(value));

    public StunRequest With(StunAttribute type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return With(type, bytes);
    }

    /// <summary>RFC 8489 §14.2: the port and the address, XORed with the cookie and the transaction's id.</summary>
    public StunRequest With(StunAttribute type, IPEndPoint endPoint)
    {
        var address = endPoint.Address.GetAddressBytes();
        var value = new byte[4 + address.Length];
        value[1] = endPoint.AddressFamily == AddressFamily.InterNetwork ? (byte)1 : (byte)2;
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(2), (ushort)(endPoint.Port ^ (MagicCookie >> 16)));
        for (var i = 0; i < address.Length; i++)
            value[4 + i] = (byte)(address[i] ^ _bytes[4 + i]);

        return With(type, value);
    }

    /// <summary>Closes the message with a long-term credential: RFC 8489 §9.2.2 and §14.5, whose length already counts the attribute.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 8489 §14.5: MESSAGE-INTEGRITY is HMAC-SHA1.")]
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "RFC 8489 §9.2.2: the key is an MD5.")]
    public StunRequest Sign(string username, string realm, string credential)
    {
        var key = MD5.HashData(Encoding.UTF8.GetBytes($"{username}:{realm}:{credential}"));
        SetLength(_size + IntegritySize);
        return With(StunAttribute.MessageIntegrity, HMACSHA1.HashData(key, _bytes.AsSpan(0, _size)));
    }

    private void SetLength(int size) => BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(2), (ushort)(size - HeaderSize));
}
