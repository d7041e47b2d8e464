using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;

namespace M4sh.Data.Issues;

/// <summary>The issues that the timeline tells of a participant: a connection that failed, and one that was lost again and again.</summary>
internal sealed class EventIssues(string userId, IssueOptions options, List<CallIssue> found)
{
    private readonly List<DateTimeOffset> _returns = [];
    private bool _signalingLost;
    private bool _connectionLost;
    private DateTimeOffset? _failedAt;
    private int _failures;
    private DateTimeOffset? _shakyAt;
    private int _shakyReturns;
    private int _most;

    /// <summary>Since when its connection has failed; null: it has not.</summary>
    public DateTimeOffset? FailedAt => _failedAt;

    public void Signaling(bool connected, DateTimeOffset at) => Lose(!connected, _connectionLost, at);

    public void Connection(PeerConnectionState state, DateTimeOffset at)
    {
        if (state == PeerConnectionState.Failed)
        {
            _failedAt ??= at;
            _failures++;
        }
        else if (_failedAt is not null && state is PeerConnectionState.Connected or PeerConnectionState.Closed)
        {
            EndFailure(at);
        }

        Lose(_signalingLost, state is PeerConnectionState.Disconnected or PeerConnectionState.Failed
            || (_connectionLost && state is PeerConnectionState.Connecting), at);
    }

    /// <summary>Time goes on.</summary>
    public void Expire(DateTimeOffset at)
    {
        if (_shakyAt is not null && CalmAt is var calm && calm <= at)
            EndShaky(calm);
    }

    public void Close(DateTimeOffset at)
    {
        Expire(at);
        if (_failedAt is not null)
            EndFailure(at);
        if (_shakyAt is not null)
            EndShaky(at);

        (_signalingLost, _connectionLost) = (false, false);
        _returns.Clear();
    }

    /// <summary>Nothing more is known of the call: what is raised goes on.</summary>
    public void Leave()
    {
        if (_failedAt is not null)
            EndFailure(null);
        if (_shakyAt is not null)
            EndShaky(null);
    }

    // A network that goes away takes both with it: that is one loss.
    private void Lose(bool signaling, bool connection, DateTimeOffset at)
    {
        var wasAway = _signalingLost || _connectionLost;
        (_signalingLost, _connectionLost) = (signaling, connection);
        if (wasAway && !signaling && !connection)
            Return(at);
    }

    private void Return(DateTimeOffset at)
    {
        _returns.RemoveAll(time => at - time > options.ReconnectWindow);
        _returns.Add(at);
        if (_returns.Count < options.Reconnects && _shakyAt is null)
            return;

        _shakyReturns += _shakyAt is null ? _returns.Count : 1;
        _shakyAt ??= _returns[0];
        _most = Math.Max(_most, _returns.Count);
    }

    // When fewer than it takes are left within the window.
    private DateTimeOffset CalmAt => _returns[^Math.Min(options.Reconnects, _returns.Count)] + options.ReconnectWindow;

    private void EndFailure(DateTimeOffset? at)
    {
        found.Add(Issue(IssueType.IceFailed, IssueSeverity.Critical, _failedAt!.Value, at, "failures", 1, _failures, _failures));
        (_failedAt, _failures) = (null, 0);
    }

    private void EndShaky(DateTimeOffset? at)
    {
        var severity = _most >= options.ManyReconnects ? IssueSeverity.Critical : IssueSeverity.Warning;
        found.Add(Issue(IssueType.Reconnects, severity, _shakyAt!.Value, at, "reconnects", options.Reconnects, _shakyReturns, _most));
        (_shakyAt, _shakyReturns, _most) = (null, 0, 0);
        if (at is not null)
            _returns.Clear();
    }

    private CallIssue Issue(
        IssueType type, IssueSeverity severity, DateTimeOffset startedAt, DateTimeOffset? endedAt, string metric, double threshold, long samples, double worst) => new()
        {
            Type = type,
            Severity = severity,
            UserId = userId,
            StartedAt = startedAt,
            EndedAt = endedAt,
            Evidence = new() { Metric = metric, Threshold = threshold, Samples = samples, Avg = worst, Worst = worst },
        };
}
