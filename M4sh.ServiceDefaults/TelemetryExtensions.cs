using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace M4sh.ServiceDefaults;

internal static class TelemetryExtensions
{
    /// <summary>Every meter and activity source of M4sh has a name that begins so.</summary>
    private const string OurNames = "M4sh.*";

    /// <summary>OpenTelemetry's own, https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration.</summary>
    private const string SamplerSetting = "OTEL_TRACES_SAMPLER";

    public static void AddTelemetry(this IHostApplicationBuilder builder, ServiceInstance instance)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName,
                serviceVersion: ServiceVersion.Current,
                serviceInstanceId: instance.Id))
            .WithLogging(configureBuilder: null, options =>
            {
                options.IncludeFormattedMessage = true;
                options.IncludeScopes = true;
            })
            .WithMetrics(metrics => metrics
                .AddMeter(OurNames)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddWebRtcViews()
                .AddPrometheusExporter(options => options.ScopeInfoEnabled = false))
            .WithTracing(tracing => tracing
                .AddSource(OurNames)
                // Both redact the values of a query string, in which tokens ride.
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
        else
        {
            // Nobody would see the spans, and they cost more than relaying does.
            builder.Configuration[SamplerSetting] ??= "always_off";
        }
    }

    private static bool IsProbe(PathString path) =>
        ServiceDefaultsExtensions.ProbePaths.Any(probe => path.StartsWithSegments(probe, StringComparison.OrdinalIgnoreCase));
}
