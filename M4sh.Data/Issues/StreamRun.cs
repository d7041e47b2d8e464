namespace M4sh.Data.Issues;

/// <summary>The latest samples of a stream, as far as they are a row for or against an issue.</summary>
internal sealed class StreamRun
{
    private int _for;
    private int _against;
    private int _critical;

    /// <summary>The issue is raised in this stream.</summary>
    public bool IsRaised { get; private set; }

    public bool IsCritical { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    /// <summary>When the row against began that raised it, or may.</summary>
    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>When the row for began that cleared it, or may.</summary>
    public DateTimeOffset ClearedAt { get; private set; }

    /// <summary>What has counted against the call and was not taken yet.</summary>
    public EvidenceSum Evidence { get; set; }

    public void Take(DateTimeOffset at, double value, SampleVerdict verdict, IssueRule rule)
    {
        LastAt = at;
        switch (verdict)
        {
            case SampleVerdict.Against:
                if (_against++ == 0 && !IsRaised)
                    (RaisedAt, Evidence) = (at, EvidenceSum.None);
                _for = 0;
                _critical = rule.IsCritical(value) ? _critical + 1 : 0;
                Evidence = Evidence.Add(value, rule);
                IsRaised |= _against >= rule.RaiseAfter;
                IsCritical |= _critical >= rule.RaiseAfter;
                break;
            case SampleVerdict.For:
                if (_for++ == 0)
                    ClearedAt = at;
                (_against, _critical) = (0, 0);
                IsRaised &= _for < rule.ClearAfter;
                break;
            default:
                (_for, _against, _critical) = (0, 0, 0);
                break;
        }

        IsCritical &= IsRaised;
    }
}
