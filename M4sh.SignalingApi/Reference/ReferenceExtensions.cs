using Scalar.AspNetCore;

namespace M4sh.SignalingApi.Reference;

public static class ReferenceExtensions
{
    public static IServiceCollection AddApiReference(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer<ReferenceDocument>();
        options.AddOperationTransformer<ReferenceOperations>();
        options.AddSchemaTransformer<ReferenceExamples>();
    });

    /// <summary><c>/openapi/v1.json</c>, and <c>/reference/</c> to read and try it: a page that loads nothing from elsewhere.</summary>
    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/reference", options => options
            .WithTitle("M4sh")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp());
    }
}
