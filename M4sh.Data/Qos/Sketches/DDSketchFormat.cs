using System.Buffers.Binary;

namespace M4sh.Data.Qos.Sketches;

/// <summary>
/// How a sketch is stored. Version 1, γ of a relative error of 0.0099: the version; the number of zeros; unless there is no value at all, sum, smallest and
/// largest (IEEE 754, little-endian), the number of buckets, and for each its key (the first as it is, zigzag; then the distance to the one before) and
/// its count. Whole numbers are LEB128 varints. Another γ would be another version, since sketches of different γ cannot be merged.
/// </summary>
public static class DDSketchFormat
{
    private const byte Version = 1;
    private const int MaxVarint = 10;

    public static byte[] Write(DDSketch sketch)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        var buffer = new byte[1 + MaxVarint + (3 * sizeof(double)) + MaxVarint + (sketch.Keys.Length * 2 * MaxVarint)];
        buffer[0] = Version;
        var length = 1;
        Write(buffer, ref length, (ulong)sketch.Zeros);
        if (sketch.Count > 0)
        {
            Write(buffer, ref length, sketch.Sum);
            Write(buffer, ref length, sketch.Min);
            Write(buffer, ref length, sketch.Max);
            Write(buffer, ref length, (ulong)sketch.Keys.Length);
            for (var i = 0; i < sketch.Keys.Length; i++)
            {
                var key = sketch.Keys[i];
                Write(buffer, ref length, i == 0 ? Zigzag(key) : (ulong)(key - sketch.Keys[i - 1]));
                Write(buffer, ref length, (ulong)sketch.Counts[i]);
            }
        }

        return buffer[..length];
    }

    /// <exception cref="InvalidDataException">It is no sketch, or one of a later version.</exception>
    public static DDSketch Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
            throw new InvalidDataException("Not a sketch of a known version.");

        var at = 1;
        var zeros = (long)ReadVarint(bytes, ref at);
        if (at == bytes.Length && zeros == 0)
            return new();

        var (sum, min, max) = (ReadDouble(bytes, ref at), ReadDouble(bytes, ref at), ReadDouble(bytes, ref at));
        var buckets = ReadVarint(bytes, ref at);

        // A bucket takes two bytes at least: what claims to hold more than there is, is refused before anything is made for it.
        if (buckets > (ulong)(bytes.Length - at) / 2)
            throw Broken();

        var (keys, counts) = (new int[buckets], new long[buckets]);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = ReadVarint(bytes, ref at);
            keys[i] = i == 0 ? Unzigzag(key) : keys[i - 1] + (int)key;
            counts[i] = (long)ReadVarint(bytes, ref at);
            if (i > 0 && keys[i] <= keys[i - 1])
                throw Broken();
        }

        return at == bytes.Length ? new(zeros, sum, min, max, keys, counts) : throw Broken();
    }

    private static ulong Zigzag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static int Unzigzag(ulong value) => (int)((uint)value >> 1) ^ -(int)(value & 1);

    private static void Write(byte[] buffer, ref int length, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            buffer[length++] = (byte)(value | 0x80);

        buffer[length++] = (byte)value;
    }

    private static void Write(byte[] buffer, ref int length, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(length), value);
        length += sizeof(double);
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        // Most are of one byte, and an answer reads hundreds of thousands of them.
        if ((uint)at < (uint)bytes.Length && bytes[at] < 0x80)
            return bytes[at++];

        var value = 0UL;
        for (var shift = 0; at < bytes.Length && shift < 7 * MaxVarint; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Broken();
    }

    private static double ReadDouble(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes.Length - at < sizeof(double))
            throw Broken();

        var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[at..]);
        at += sizeof(double);
        return value;
    }

    private static InvalidDataException Broken() => new("The sketch is cut off or damaged.");
}
