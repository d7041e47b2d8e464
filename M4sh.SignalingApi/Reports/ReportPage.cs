using System.Security.Cryptography;
using System.Text;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Qos.Report;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Reports;

/// <summary>A report as a page that prints: one file, no script, nothing loaded.</summary>
internal static class ReportPage
{
    private const string Style =
        """
        body{font:14px/1.45 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:1.75rem 0 .5rem;break-after:avoid}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d5d5d5;overflow-wrap:anywhere}
        thead{display:table-header-group}tr{break-inside:avoid}th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        code{font-size:.85em}.critical{color:#a40000;font-weight:600}.warning{color:#8a5300;font-weight:600}.muted{color:#595959}
        @page{margin:15mm}@media print{body{margin:0;max-width:none;padding:0;font-size:11px}}
        """;

    /// <summary>Its Content-Security-Policy: its own style, and nothing else.</summary>
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    public static string Write(CallReport report)
    {
        var html = new HtmlWriter();
        var session = report.Session;

        // Said in the page too: whoever fetched it with a token shows it from memory, without the header.
        html.Add($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>Call {session.Id}</title>
            """);
        html.AddMarkup($"<style>{Style}</style>");
        html.Add($"""
            </head><body><header><h1>Call report</h1><p class="muted">{session.Id}, made {ReportText.Of(report.GeneratedAt)}</p></header>
            <main>
            """);
        AddSession(html, report);
        AddPeers(html, report);
        AddFigures(html, report);
        AddIssues(html, report);
        AddTimeline(html, report);
        html.Add($"</main></body></html>");
        return html.ToString();
    }

    private static void AddSession(HtmlWriter html, CallReport report)
    {
        var session = report.Session;
        void Fact(string name, string value) => html.Add($"<tr><th scope=\"row\">{name}</th><td>{(value.Length > 0 ? value : "–")}</td></tr>");
        html.Add($"<section><h2>Call</h2><table><tbody>");
        Fact("Lesson", session.LessonId ?? "");
        Fact("Status", $"{ReportText.Of<SessionStatus>(session.Status)} {ReportText.Of(session.EndReason)}".TrimEnd());
        Fact("Created", $"{ReportText.Of(session.CreatedAt)} by {session.CreatedBy}");
        Fact("Connected", ReportText.Of(session.ConnectedAt));
        Fact("Ended", ReportText.Of(session.EndedAt));
        Fact("Duration, seconds", ReportText.Of(report.DurationSeconds));
        Fact("Setup, seconds", ReportText.Of(report.SetupSeconds));
        html.Add($"</tbody></table></section>");
    }

    private static void AddPeers(HtmlWriter html, CallReport report)
    {
        html.Add($"""
            <section><h2>Peers and path</h2><table><thead><tr><th scope="col">User</th><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Joined</th>
            <th scope="col">Left</th><th scope="col">NAT</th><th scope="col">Selected candidate pair</th></tr></thead><tbody>
            """);
        foreach (var peer in report.Peers)
        {
            html.Add($"""
                <tr><td>{peer.UserId}</td><td>{peer.DisplayName}</td><td>{ReportText.Of<ParticipantRole>(peer.Role)}</td><td>{ReportText.Of(peer.JoinedAt)}</td>
                <td>{ReportText.Of(peer.LeftAt)}</td><td>{ReportText.Of(peer.NatType)}</td><td><code>{peer.CandidatePair?.GetRawText()}</code></td></tr>
                """);
        }

        html.Add($"</tbody></table></section>");
    }

    private static void AddFigures(HtmlWriter html, CallReport report)
    {
        html.Add($"""
            <section><h2>Quality</h2><table><thead><tr><th scope="col">Of</th><th class="n" scope="col">Samples</th><th class="n" scope="col">MOS</th><th class="n" scope="col">MOS p95</th>
            <th scope="col">Metric</th><th class="n" scope="col">avg</th><th class="n" scope="col">min</th><th class="n" scope="col">max</th>
            <th class="n" scope="col">p50</th><th class="n" scope="col">p95</th><th class="n" scope="col">p99</th></tr></thead><tbody>
            """);
        AddFigures(html, "both", report.Overall);
        foreach (var peer in report.Peers)
            AddFigures(html, peer.DisplayName ?? peer.UserId, peer.Quality);

        html.Add($"</tbody></table></section>");
    }

    private static void AddFigures(HtmlWriter html, string of, QualityFigures figures)
    {
        foreach (var (name, _, metric) in ReportText.Metrics(figures))
        {
            html.Add($"""
                <tr><td>{of}</td><td class="n">{figures.Samples}</td><td class="n">{ReportText.Of(figures.Mos)}</td><td class="n">{ReportText.Of(figures.MosP95)}</td><td>{name}</td>
                """);
            foreach (var (_, value) in metric is null ? [] : ReportText.Statistics(metric))
                html.Add($"<td class=\"n\">{ReportText.Of(value)}</td>");

            html.Add($"</tr>");
        }
    }

    private static void AddIssues(HtmlWriter html, CallReport report)
    {
        html.Add($"<section><h2>Issues</h2>");
        if (report.Issues.Count == 0)
        {
            html.Add($"<p>None were found.</p></section>");
            return;
        }

        html.Add($"""
            <table><thead><tr><th scope="col">Issue</th><th scope="col">Severity</th><th scope="col">User</th><th scope="col">From</th><th scope="col">To</th>
            <th scope="col">Evidence</th></tr></thead><tbody>
            """);
        foreach (var issue in report.Issues)
        {
            var (severity, evidence) = (ReportText.Of<IssueSeverity>(issue.Severity), issue.Evidence);
            html.Add($"""
                <tr><td>{ReportText.Of<IssueType>(issue.Type)}</td><td class="{severity}">{severity}</td><td>{issue.UserId ?? "both"}</td>
                <td>{ReportText.Of(issue.StartedAt)}</td><td>{ReportText.Of(issue.EndedAt)}</td>
                <td>{evidence.Metric}: {evidence.Samples} × {ReportText.Of(evidence.Avg)}, worst {ReportText.Of(evidence.Worst)} {string.Join(", ", evidence.Streams ?? [])}</td></tr>
                """);
        }

        html.Add($"</tbody></table></section>");
    }

    private static void AddTimeline(HtmlWriter html, CallReport report)
    {
        html.Add($"""
            <section><h2>Timeline</h2><table><thead><tr><th scope="col">At</th><th scope="col">What</th><th scope="col">User</th><th scope="col">More</th></tr></thead><tbody>
            """);
        foreach (var @event in report.Timeline)
        {
            html.Add($"""
                <tr><td>{ReportText.Of(@event.At)}</td><td>{@event.Type}</td><td>{@event.UserId}</td><td><code>{@event.Data?.GetRawText()}</code></td></tr>
                """);
        }

        html.Add($"</tbody></table></section>");
    }
}
