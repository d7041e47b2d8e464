using M4sh.Contracts.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace M4sh.SignalingApi.Reference;

/// <summary>What all operations have in common: the token they ask for and how they fail.</summary>
internal sealed class ReferenceOperations : IOpenApiOperationTransformer
{
    private static readonly (string Status, string Description)[] Failures =
    [
        ("400", "`invalid_request`: `errors` names the members."),
        ("401", "`unauthorized`, `token_expired`, `token_revoked`."),
        ("403", "`forbidden`, `permission_denied`."),
        ("404", "`not_found`: there is none, or it is not the caller's to see."),
        ("429", "`rate_limited`: try again after `Retry-After` seconds."),
        ("503", "`unavailable`: try again after `Retry-After` seconds."),
    ];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
            return Task.CompletedTask;

        operation.Security = [new() { [new OpenApiSecuritySchemeReference(ReferenceDocument.Scheme, context.Document)] = [] }];
        operation.Responses ??= [];
        var schema = new OpenApiSchemaReference(nameof(ProblemResponse), context.Document);
        foreach (var (status, description) in Failures)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = schema } },
            });
        }

        return Task.CompletedTask;
    }
}
