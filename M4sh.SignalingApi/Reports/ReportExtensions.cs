using M4sh.Data.Issues;
using M4sh.SignalingApi.Qos;

namespace M4sh.SignalingApi.Reports;

public static class ReportExtensions
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddOptions<IssueOptions>().BindConfiguration(IssueOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<QualityScoreOptions>().BindConfiguration(QualityScoreOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services.AddScoped<CallReports>();
    }
}
