namespace M4sh.Console.Calls;

/// <summary>A step of a call on its way to pictures on both sides.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="At">Time since the click; null while it has not happened.</param>
/// <param name="Note">More about it, such as the transport and the replica.</param>
public sealed record CallStep(string Key, string Title, TimeSpan? At = null, string? Note = null);
