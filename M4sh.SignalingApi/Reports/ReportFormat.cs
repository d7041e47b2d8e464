namespace M4sh.SignalingApi.Reports;

internal enum ReportFormat
{
    Json,
    Html,
    Csv,
}
