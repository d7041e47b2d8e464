using System.Net;

namespace M4sh.Console.Access;

/// <summary>Takes tokens, and from one address only so many wrong ones a minute: after that also the right one waits.</summary>
public sealed class LoginGate(LoginToken token, TimeProvider time)
{
    /// <summary>Wrong tokens of one address in a window.</summary>
    public const int Limit = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Beyond them nobody is counted apart: a bound on the memory that strangers can take.
    private const int MaxAddresses = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _wrong = [];
    private long _began = time.GetTimestamp();

    public LoginAnswer Try(string? given, IPAddress? address)
    {
        lock (_lock)
        {
            var passed = time.GetElapsedTime(_began);
            if (passed >= Window)
            {
                _wrong.Clear();
                (_began, passed) = (time.GetTimestamp(), TimeSpan.Zero);
            }

            var key = KeyOf(address);
            key = _wrong.ContainsKey(key) || _wrong.Count < MaxAddresses ? key : 0;
            var wrong = _wrong.GetValueOrDefault(key);
            if (wrong >= Limit)
            {
                return new(false, Window - passed);
            }

            if (token.Matches(given))
            {
                return new(true, null);
            }

            _wrong[key] = wrong + 1;
            return new(false, null);
        }
    }

    // An IPv6 subscriber has a whole /64 of addresses.
    private static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        if (!address.IsIPv4MappedToIPv6 && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
