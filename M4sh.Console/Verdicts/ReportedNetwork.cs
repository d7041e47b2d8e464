using M4sh.Console.Network;

namespace M4sh.Console.Verdicts;

/// <summary>The network between the peers of a finished call.</summary>
/// <param name="Key">The preset's stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Conditions">What was asked of the relay; null where there was none.</param>
/// <param name="HostToGuest">What it did to the host's packets.</param>
/// <param name="GuestToHost">What it did to the guest's.</param>
public sealed record ReportedNetwork(string Key, string Title, NetworkConditions? Conditions, LinkCounts? HostToGuest, LinkCounts? GuestToHost)
{
    public static ReportedNetwork Of(NetworkPreset network, UdpRelay? relay) =>
        new(network.Key, network.Title, network.Conditions, relay?.HostToGuest, relay?.GuestToHost);
}
