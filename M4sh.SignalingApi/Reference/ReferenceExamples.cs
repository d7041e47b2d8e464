using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace M4sh.SignalingApi.Reference;

/// <summary>An example of each body that a caller sends or reads most. They are values of the contract, so they cannot drift from it.</summary>
internal sealed class ReferenceExamples : IOpenApiSchemaTransformer
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.…";
    private static readonly DateTimeOffset At = new(2026, 1, 12, 9, 30, 0, TimeSpan.Zero);

    private static readonly Dictionary<Type, object> ByType = new object[]
    {
        new CreateSessionRequest { LessonId = "lesson-1", Invitees = ["guest"], Permissions = new() { Guest = [MediaPermission.Audio, MediaPermission.Video] } },
        new JoinSessionRequest { DisplayName = "Guido" },
        new EndSessionRequest { Reason = "the bell rang" },
        new LeaveMessage { Reason = "the bell rang" },
        new IssueTokenRequest { Permissions = [MediaPermission.Audio], Ttl = 600 },
        new RefreshTokenRequest { Token = Token },
        new RevokeTokenRequest { UserId = "guest" },
        new AllowUserRequest { UserId = "guest" },
        new DevTokenRequest { Sub = "host", Name = "Hedy" },
        new TokenResponse { Token = Token, TokenExpiresAt = At.AddHours(1), Permissions = [MediaPermission.Audio] },
        new QosSample { RttMs = 48.5, PacketLossPct = 0.4, JitterMs = 6, Kind = MediaKind.Video, BitrateKbps = 1200 },
        new QualityAssessment(QualityLevel.Excellent, VideoRecommendation.P720, 4.37),
        new ProblemResponse { Title = "Not Found", Status = 404, Detail = "There is no such session.", Code = ErrorCodes.NotFound },
    }.ToDictionary(example => example.GetType());

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo is null && ByType.TryGetValue(type, out var example))
            schema.Examples = [WithoutNulls(JsonSerializer.SerializeToNode(example, type, M4shJson.Options)!)];

        return Task.CompletedTask;
    }

    private static JsonNode WithoutNulls(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var name in members.Where(member => member.Value is null).Select(member => member.Key).ToList())
                members.Remove(name);
            foreach (var member in members)
                WithoutNulls(member.Value!);
        }

        return node;
    }
}
