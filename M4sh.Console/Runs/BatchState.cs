namespace M4sh.Console.Runs;

/// <summary>Where a batch stands.</summary>
public enum BatchState
{
    /// <summary>Others go first.</summary>
    Queued,

    /// <summary>Its browser is being started.</summary>
    Starting,

    Running,

    /// <summary>All of its calls were made, whether they passed or not.</summary>
    Completed,

    /// <summary>It could not go on.</summary>
    Failed,

    Cancelled,
}
