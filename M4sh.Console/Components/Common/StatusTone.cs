namespace M4sh.Console.Components.Common;

/// <summary>How a status is coloured.</summary>
public enum StatusTone
{
    Quiet,
    Busy,
    Good,
    Warning,
    Bad,
}
