namespace M4sh.Console.SystemStatus;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Calls go on; something is not as it should be.</summary>
    Warning,

    /// <summary>Calls are, or soon will be, worse or impossible.</summary>
    Failure,
}
