using M4sh.Data;
using M4sh.Data.Issues;
using M4sh.QosWorker.Issues;
using M4sh.QosWorker.Live;
using M4sh.QosWorker.Metrics;
using M4sh.QosWorker.Partitions;
using M4sh.QosWorker.Pruning;
using M4sh.QosWorker.Reaping;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Sessions;
using M4sh.QosWorker.Startup;
using M4sh.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace M4sh.QosWorker;

internal static class QosWorkerExtensions
{
    public static void AddQosWorker(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<M4shDbContext>(
            M4shDbContext.ConnectionName,
            settings => settings.ConnectionString = M4shDbContext.ConnectionDefaults + settings.ConnectionString,
            M4shDbContext.Configure);
        builder.AddRedisClient("redis", LivePublisher.Configure, LivePublisher.Configure);
        builder.Services.AddSingleton<WorkerTelemetry>();
        builder.Services.TryAddSingleton(ServiceInstance.From(builder.Configuration));
        builder.Services.AddSingleton<StartupState>();
        builder.Services.AddHealthChecks().AddCheck<StartupHealthCheck>("startup");

        builder.Services.AddWorkerOptions<PartitionOptions>(PartitionOptions.SectionName);
        builder.Services.AddWorkerOptions<RollupOptions>(RollupOptions.SectionName);
        builder.Services.AddWorkerOptions<PruneOptions>(PruneOptions.SectionName);
        builder.Services.AddWorkerOptions<ActiveSessionsOptions>(ActiveSessionsOptions.SectionName);
        builder.Services.AddWorkerOptions<ReapOptions>(ReapOptions.SectionName);
        builder.Services.AddWorkerOptions<IssueOptions>(IssueOptions.SectionName);
        builder.Services.AddWorkerOptions<IssueCycleOptions>(IssueCycleOptions.SectionName);

        builder.Services.AddService<PartitionCycle>();
        builder.Services.AddService<StartupService>();
        builder.Services.AddService<LivePublisher>();
        builder.Services.AddService<RollupCycle>();
        builder.Services.AddService<RollupLagCycle>();
        builder.Services.AddService<PruneCycle>();
        builder.Services.AddService<ActiveSessionsCycle>();
        builder.Services.AddService<ReapCycle>();
        builder.Services.AddService<IssueCycle>();
        builder.Services.AddMetricsAnnouncer<WorkerMetricsTargets>();
    }

    private static void AddWorkerOptions<TOptions>(this IServiceCollection services, string sectionName)
        where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(sectionName).ValidateDataAnnotations().ValidateOnStart();

    private static void AddService<TService>(this IServiceCollection services)
        where TService : class, IHostedService =>
        services.AddSingleton<TService>().AddHostedService(provider => provider.GetRequiredService<TService>());
}
