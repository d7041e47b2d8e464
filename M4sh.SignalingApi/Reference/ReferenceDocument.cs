using M4sh.Contracts.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace M4sh.SignalingApi.Reference;

/// <summary>What the document says as a whole: what it is of, and how callers show who they are.</summary>
internal sealed class ReferenceDocument : IOpenApiDocumentTransformer
{
    public const string Scheme = "platform";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "M4sh";
        document.Info.Description = "1-on-1 WebRTC calls: sessions, session tokens, ICE servers and the quality of calls. "
            + "Failures are problem details (RFC 9457) with a stable `code`.";
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A platform token; in Development POST /dev/token gives one.",
        };
        document.AddComponent(nameof(ProblemResponse), await context.GetOrCreateSchemaAsync(typeof(ProblemResponse), null, cancellationToken));
    }
}
