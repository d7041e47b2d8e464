namespace M4sh.Console.Invites;

/// <summary>Whether an invite opens a call.</summary>
public enum InviteState
{
    /// <summary>It does, in this browser.</summary>
    Open,

    /// <summary>It never was, is too old, or was withdrawn.</summary>
    Unknown,

    /// <summary>Another browser was first.</summary>
    Taken,
}
