namespace M4sh.Console.Network;

/// <summary>What becomes of a packet.</summary>
/// <param name="Kind">Delivered, or why not.</param>
/// <param name="Due">When it is delivered.</param>
public readonly record struct LinkFate(LinkFateKind Kind, TimeSpan Due = default);
