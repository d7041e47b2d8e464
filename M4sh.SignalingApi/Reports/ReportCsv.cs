using System.Text;
using M4sh.Contracts.Qos.Report;

namespace M4sh.SignalingApi.Reports;

/// <summary>
/// A report as one table (RFC 4180), a fact a row. Text that a spreadsheet would take for a formula gets an apostrophe in front
/// (https://owasp.org/www-community/attacks/CSV_Injection).
/// </summary>
internal sealed class ReportCsv
{
    private readonly StringBuilder _text = new();

    public static string Write(CallReport report)
    {
        var csv = new ReportCsv();
        csv.Add("section", "user_id", "name", "from", "to", "value", "unit");
        csv.AddSession(report);
        csv.AddFigures(null, report.Overall);
        foreach (var peer in report.Peers)
            csv.AddPeer(peer);
        foreach (var issue in report.Issues)
        {
            var evidence = issue.Evidence;
            csv.Add("issue", issue.UserId, ReportText.Of<Contracts.Qos.Issues.IssueType>(issue.Type), ReportText.Of(issue.StartedAt), ReportText.Of(issue.EndedAt),
                ReportText.Of<Contracts.Qos.Issues.IssueSeverity>(issue.Severity), null);
            csv.Add("issue_evidence", issue.UserId, evidence.Metric, ReportText.Of(issue.StartedAt), ReportText.Of(issue.EndedAt), ReportText.Of(evidence.Worst), null);
        }

        foreach (var @event in report.Timeline)
            csv.Add("event", @event.UserId, @event.Type, ReportText.Of(@event.At), null, @event.Data?.GetRawText(), null);

        return csv._text.ToString();
    }

    private void AddSession(CallReport report)
    {
        var session = report.Session;
        void Fact(string name, string? value, string? unit = null) => Add("session", null, name, null, null, value, unit);
        Fact("id", session.Id.ToString());
        Fact("lesson_id", session.LessonId);
        Fact("status", ReportText.Of<Contracts.Sessions.SessionStatus>(session.Status));
        Fact("end_reason", ReportText.Of(session.EndReason));
        Fact("created_by", session.CreatedBy);
        Fact("created_at", ReportText.Of(session.CreatedAt));
        Fact("connected_at", ReportText.Of(session.ConnectedAt));
        Fact("ended_at", ReportText.Of(session.EndedAt));
        Fact("generated_at", ReportText.Of(report.GeneratedAt));
        Fact("duration_seconds", ReportText.Of(report.DurationSeconds), "s");
        Fact("setup_seconds", ReportText.Of(report.SetupSeconds), "s");
    }

    private void AddPeer(ReportPeer peer)
    {
        void Fact(string name, string? value) => Add("peer", peer.UserId, name, null, null, value, null);
        Fact("display_name", peer.DisplayName);
        Fact("role", ReportText.Of<Contracts.Sessions.ParticipantRole>(peer.Role));
        Fact("joined_at", ReportText.Of(peer.JoinedAt));
        Fact("left_at", ReportText.Of(peer.LeftAt));
        Fact("nat_type", ReportText.Of(peer.NatType));
        Fact("candidate_pair", peer.CandidatePair?.GetRawText());
        AddFigures(peer.UserId, peer.Quality);
    }

    private void AddFigures(string? userId, QualityFigures figures)
    {
        void Fact(string name, string? value, string? unit = null) => Add("quality", userId, name, null, null, value, unit);
        Fact("samples", ReportText.Of(figures.Samples));
        Fact("mos", ReportText.Of(figures.Mos));
        Fact("mos_p95", ReportText.Of(figures.MosP95));
        foreach (var (name, unit, metric) in ReportText.Metrics(figures))
        {
            foreach (var (statistic, value) in metric is null ? [] : ReportText.Statistics(metric))
                Fact($"{name}.{statistic}", ReportText.Of(value), unit);
        }
    }

    private void Add(params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                _text.Append(',');

            _text.Append(Cell(cells[i] ?? ""));
        }

        _text.Append("\r\n");
    }

    private static string Cell(string text)
    {
        // The wide forms too: some spreadsheets take them for the narrow ones.
        var safe = text.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
