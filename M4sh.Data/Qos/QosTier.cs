namespace M4sh.Data.Qos;

/// <summary>What is kept for how long; the finest first.</summary>
public enum QosTier
{
    /// <summary>Samples.</summary>
    Raw,

    /// <summary>A participant's minutes, and those over all calls.</summary>
    Minutes,

    /// <summary>A session's hours, with the session.</summary>
    SessionHours,

    /// <summary>Hours over all calls.</summary>
    OverallHours,
}
