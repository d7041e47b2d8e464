using M4sh.Console.Calls;
using M4sh.Console.Runs.Pipeline;

namespace M4sh.Console.Runs;

public static class RunServices
{
    /// <summary>The history of test calls, batches, and the way in for pipelines.</summary>
    public static void AddRuns(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<ConsoleDbContext>(ConsoleDbContext.ConnectionName, ConsoleDbContext.Configure, ConsoleDbContext.Configure);
        builder.Services.AddOptions<TestRunOptions>().BindConfiguration(TestRunOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services
            .AddSingleton<ITestRunStore, TestRunStore>()
            .AddSingleton<ICallArchive, TestRunArchive>()
            .AddHostedService<TestRunKeeping>()
            .AddSingleton<IHeadlessBrowsers, HeadlessChromiums>()
            .AddSingleton<PipelineRuns>()
            .AddHostedService(services => services.GetRequiredService<PipelineRuns>());
    }

    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        app.MapRunReports();
        app.MapPipeline();
    }
}
