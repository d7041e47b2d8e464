namespace M4sh.Turn;

/// <summary>The methods that are used here, as the type of a request: RFC 8489 §18.2, RFC 8656 §17.</summary>
internal enum StunMethod : ushort
{
    Binding = 0x0001,
    Allocate = 0x0003,
    Refresh = 0x0004,
    CreatePermission = 0x0008,
}
