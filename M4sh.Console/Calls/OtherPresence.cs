namespace M4sh.Console.Calls;

/// <summary>Where the other is, as the signaling tells it.</summary>
public enum OtherPresence
{
    /// <summary>It has not come yet.</summary>
    Never,

    /// <summary>Its signaling is connected.</summary>
    Here,

    /// <summary>Its signaling is lost for now.</summary>
    Away,

    /// <summary>It hung up.</summary>
    Left,
}
