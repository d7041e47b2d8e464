using System.Net;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Network;

/// <summary>Makes relays, each for one call and on ports of its own.</summary>
public sealed class UdpRelays(IOptions<NetworkOptions> options, TimeProvider time)
{
    public UdpRelay Open(NetworkConditions conditions) => new(IPAddress.Parse(options.Value.Address), conditions, time);
}
