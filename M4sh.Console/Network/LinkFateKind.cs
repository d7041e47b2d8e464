namespace M4sh.Console.Network;

/// <summary>Whether a packet comes through.</summary>
public enum LinkFateKind
{
    Delivered,

    /// <summary>Chance took it.</summary>
    Lost,

    /// <summary>More was sent than the rate and its queue hold.</summary>
    Overflowed,
}
