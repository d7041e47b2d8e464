using M4sh.Contracts.Qos.Issues;

namespace M4sh.Data.Issues;

/// <summary>One issue of one participant over the time: raised while it is in any of the streams.</summary>
internal sealed class SampleIssue(string userId, IssueRule rule, TimeSpan gap, List<CallIssue> found)
{
    private readonly Dictionary<string, StreamRun> _runs = [];
    private readonly SortedSet<string> _streams = new(StringComparer.Ordinal);
    private EvidenceSum _evidence;
    private bool _isCritical;
    private DateTimeOffset? _startedAt;

    /// <param name="stream">The stream; empty: it is not about one.</param>
    /// <param name="at">When.</param>
    /// <param name="value">The metric.</param>
    /// <param name="verdict">Null: what the rule says of the value.</param>
    public void Take(string stream, DateTimeOffset at, double value, SampleVerdict? verdict = null)
    {
        if (!_runs.TryGetValue(stream, out var run))
            _runs[stream] = run = new();

        var wasRaised = run.IsRaised;
        run.Take(at, value, verdict ?? rule.Judge(value), rule);
        if (run.IsRaised)
            Gather(stream, run);
        else if (wasRaised && !IsRaised)
            End(run.ClearedAt);
    }

    /// <summary>Streams that nothing came of for too long are over, with their last sample.</summary>
    public void Expire(DateTimeOffset at)
    {
        foreach (var (stream, run) in _runs.Where(run => at - run.Value.LastAt > gap).ToList())
        {
            _runs.Remove(stream);
            if (run.IsRaised && !IsRaised)
                End(run.LastAt);
        }
    }

    /// <summary>The stream says nothing any more: muted, for example.</summary>
    public void Forget(string stream, DateTimeOffset at)
    {
        if (_runs.Remove(stream, out var run) && run.IsRaised && !IsRaised)
            End(at);
    }

    /// <summary>The participant is gone, or the call is over.</summary>
    public void Close(DateTimeOffset at)
    {
        Expire(at);
        _runs.Clear();
        if (_startedAt is not null)
            End(at);
    }

    /// <summary>Nothing more is known of the call: what is raised goes on.</summary>
    public void Leave()
    {
        if (_startedAt is not null)
            End(null);
    }

    private bool IsRaised => _runs.Values.Any(run => run.IsRaised);

    private void Gather(string stream, StreamRun run)
    {
        if (_startedAt is null || run.RaisedAt < _startedAt)
            _startedAt = run.RaisedAt;

        _evidence = _evidence.Add(run.Evidence, rule);
        run.Evidence = EvidenceSum.None;
        _isCritical |= run.IsCritical;
        if (stream.Length > 0)
            _streams.Add(stream);
    }

    private void End(DateTimeOffset? at)
    {
        found.Add(new()
        {
            Type = rule.Type,
            Severity = _isCritical ? IssueSeverity.Critical : rule.Severity,
            UserId = userId,
            StartedAt = _startedAt!.Value,
            EndedAt = at,
            Evidence = new()
            {
                Metric = rule.Metric,
                Threshold = rule.Threshold.Raise,
                Samples = _evidence.Count,
                Avg = Math.Round(_evidence.Sum / _evidence.Count, 3),
                Worst = Math.Round(_evidence.Worst, 3),
                Streams = _streams.Count > 0 ? [.. _streams] : null,
            },
        });
        (_startedAt, _isCritical, _evidence) = (null, false, EvidenceSum.None);
        _streams.Clear();
    }
}
