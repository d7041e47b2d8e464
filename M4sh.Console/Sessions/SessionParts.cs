namespace M4sh.Console.Sessions;

/// <summary>What there is to read of a session, a request each.</summary>
[Flags]
internal enum SessionParts
{
    None = 0,
    Session = 1,
    Events = 2,
    Quality = 4,
    All = Session | Events | Quality,
}
