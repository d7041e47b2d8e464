using System.Reflection;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Http.Metadata;

namespace M4sh.SignalingApi.Http;

public static class RequestBody
{
    /// <summary>The largest body; Kestrel holds it for every request (<see cref="HttpExtensions.AddHttp"/>).</summary>
    public const int MaxBytes = 64 * 1024;
}

/// <summary>A request's JSON body. An empty one is <c>{}</c>, and the content type is not asked for: there is only JSON here.</summary>
internal sealed class RequestBody<T>(T value) : IBindableFromHttpContext<RequestBody<T>>, IEndpointParameterMetadataProvider
    where T : notnull
{
    public T Value { get; } = value;

    public static async ValueTask<RequestBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var json = buffer.Length == 0 ? "{}"u8 : buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        return new(JsonSerializer.Deserialize<T>(json, M4shJson.Options)
            ?? throw new M4shException(ErrorCodes.InvalidRequest, "The body is not the JSON object that is expected."));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json", "*/*"], typeof(T), isOptional: true));
}
