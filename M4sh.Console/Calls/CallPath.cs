namespace M4sh.Console.Calls;

/// <summary>Which way media may take.</summary>
public enum CallPath
{
    /// <summary>Whatever ICE finds best.</summary>
    Any,

    /// <summary>Through TURN only, over UDP or TCP.</summary>
    Relay,

    /// <summary>Through TURN only, which is reached over TCP.</summary>
    Tcp,
}
