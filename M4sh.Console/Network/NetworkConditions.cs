namespace M4sh.Console.Network;

/// <summary>Both directions of the path between the peers.</summary>
/// <param name="HostToGuest">What happens to the host's packets.</param>
/// <param name="GuestToHost">What happens to the guest's.</param>
public sealed record NetworkConditions(LinkConditions HostToGuest, LinkConditions GuestToHost)
{
    /// <summary>The same both ways.</summary>
    public static NetworkConditions Both(LinkConditions conditions) => new(conditions, conditions);

    /// <summary>Nothing happens, but it is counted.</summary>
    public static NetworkConditions Clear { get; } = Both(LinkConditions.Clear);
}
