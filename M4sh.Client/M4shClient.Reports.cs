using M4sh.Contracts.Qos.Report;

namespace M4sh.Client;

/// <content>Reports of calls.</content>
public sealed partial class M4shClient
{
    /// <summary>Reads how a call was, and why: both peers, timeline, path, percentiles, MOS and the issues found.</summary>
    /// <param name="sessionId">The session; one that goes on is reported as far as it got.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The report; milliseconds, percent and seconds.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>.</exception>
    public Task<CallReport> GetReportAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CallReport>($"/sessions/{sessionId}/report/", cancellationToken);

    /// <summary>Reads the report as a page that prints: one HTML file that loads nothing.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>.</exception>
    public Task<string> GetReportPageAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        _api.GetTextAsync($"/sessions/{sessionId}/report/?format=html", cancellationToken);

    /// <summary>Reads the report as CSV, a fact a row.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The table.</returns>
    /// <exception cref="M4shApiException"><c>not_found</c>.</exception>
    public Task<string> GetReportCsvAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        _api.GetTextAsync($"/sessions/{sessionId}/report/?format=csv", cancellationToken);
}
