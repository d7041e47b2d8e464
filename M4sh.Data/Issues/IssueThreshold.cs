using System.ComponentModel.DataAnnotations;

namespace M4sh.Data.Issues;

/// <summary>From where on a metric counts for or against a call; between the two nothing changes.</summary>
public sealed class IssueThreshold
{
    /// <summary>A sample that is this bad, or worse, counts against the call.</summary>
    [Range(0, 1e6)]
    public double Raise { get; set; }

    /// <summary>A sample that is better than this counts for it.</summary>
    [Range(0, 1e6)]
    public double Clear { get; set; }

    /// <summary>Samples that are this bad, or worse, make the issue critical.</summary>
    [Range(0, 1e6)]
    public double Critical { get; set; }

    internal bool IsOrderedUp => Clear <= Raise && Raise <= Critical;

    internal bool IsOrderedDown => Clear >= Raise && Raise >= Critical;
}
