using M4sh.Contracts.Qos.Issues;

namespace M4sh.Data.Issues;

/// <summary>How an issue that is found by samples is raised and cleared.</summary>
/// <param name="Type">The issue.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Threshold">From where on it counts.</param>
/// <param name="RaiseAfter">Samples in a row that raise it.</param>
/// <param name="ClearAfter">Samples in a row that clear it.</param>
internal sealed record IssueRule(IssueType Type, string Metric, IssueThreshold Threshold, int RaiseAfter, int ClearAfter)
{
    /// <summary>How bad it is as soon as it is raised.</summary>
    public IssueSeverity Severity { get; init; } = IssueSeverity.Warning;

    public bool LowerIsWorse { get; init; }

    public SampleVerdict Judge(double value)
    {
        if (LowerIsWorse ? value <= Threshold.Raise : value >= Threshold.Raise)
            return SampleVerdict.Against;

        return (LowerIsWorse ? value > Threshold.Clear : value < Threshold.Clear) ? SampleVerdict.For : SampleVerdict.Neither;
    }

    public bool IsCritical(double value) => LowerIsWorse ? value <= Threshold.Critical : value >= Threshold.Critical;

    public double Worse(double one, double other) => LowerIsWorse ? Math.Min(one, other) : Math.Max(one, other);
}
