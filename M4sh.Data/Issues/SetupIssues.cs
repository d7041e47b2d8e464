using M4sh.Contracts.Qos.Issues;

namespace M4sh.Data.Issues;

/// <summary>The issues of the call as a whole: how long it took to connect, and that it never did.</summary>
internal sealed class SetupIssues(IssueOptions options, List<CallIssue> found)
{
    private DateTimeOffset? _startedAt;
    private bool _isConnected;

    /// <summary>The second participant came.</summary>
    public void Start(DateTimeOffset at) => _startedAt ??= at;

    public void Connect(DateTimeOffset at)
    {
        if (!_isConnected && _startedAt is { } start)
            CheckSetup(start, at);

        _isConnected = true;
    }

    /// <param name="at">When.</param>
    /// <param name="iceFailed">Whether it ended because no path was found.</param>
    /// <param name="failedAt">Since when a participant's connection has failed; null: none has.</param>
    /// <param name="measured">Whether samples came: then there was a connection, reported or not.</param>
    public void End(DateTimeOffset at, bool iceFailed, DateTimeOffset? failedAt, bool measured)
    {
        if (iceFailed)
            Add(IssueType.IceFailed, IssueSeverity.Critical, (_isConnected ? failedAt : _startedAt) ?? at, at, "failures", 1, 1);
        else if (!_isConnected && !measured && _startedAt is { } start)
            CheckSetup(start, at);
    }

    private void CheckSetup(DateTimeOffset start, DateTimeOffset end)
    {
        var setup = end - start;
        if (setup < options.SlowSetup)
            return;

        var severity = setup >= options.VerySlowSetup ? IssueSeverity.Critical : IssueSeverity.Warning;
        Add(IssueType.SlowSetup, severity, start, end, "setup_seconds", options.SlowSetup.TotalSeconds, Math.Round(setup.TotalSeconds, 3));
    }

    private void Add(IssueType type, IssueSeverity severity, DateTimeOffset start, DateTimeOffset end, string metric, double threshold, double value) =>
        found.Add(new()
        {
            Type = type,
            Severity = severity,
            StartedAt = start,
            EndedAt = end,
            Evidence = new() { Metric = metric, Threshold = threshold, Samples = 1, Avg = value, Worst = value },
        });
}
