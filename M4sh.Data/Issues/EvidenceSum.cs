namespace M4sh.Data.Issues;

/// <summary>Values that count against a call, summed up.</summary>
internal readonly record struct EvidenceSum(long Count, double Sum, double Worst)
{
    public static EvidenceSum None => default;

    public EvidenceSum Add(double value, IssueRule rule) => Add(new EvidenceSum(1, value, value), rule);

    public EvidenceSum Add(EvidenceSum other, IssueRule rule) => (Count, other.Count) switch
    {
        (0, _) => other,
        (_, 0) => this,
        _ => new(Count + other.Count, Sum + other.Sum, rule.Worse(Worst, other.Worst)),
    };
}
