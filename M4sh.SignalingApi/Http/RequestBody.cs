using System.Reflection;
using System.Text.Json;
using System.Text.Unicode;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Http.Metadata;

namespace M4sh.SignalingApi.Http;

/// <summary>Reads JSON bodies. An empty one is <c>{}</c>, and the content type is not asked for: there is only JSON here.</summary>
internal static class RequestBody
{
    /// <summary>The largest body; Kestrel holds every request to it (<see cref="HttpExtensions.AddHttp"/>).</summary>
    public const int MaxBytes = 64 * 1024;

    public static readonly string[] ContentTypes = ["application/json", "*/*"];

    public static async Task<T> ReadAsync<T>(HttpContext context) where T : notnull
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var json = buffer.Length == 0 ? "{}"u8 : buffer.GetBuffer().AsSpan(0, (int)buffer.Length);

        // The serializer looks at a text's bytes only where it reads it: one kept as JSON would be found out later, by whoever does.
        if (!Utf8.IsValid(json))
            throw new M4shException(ErrorCodes.InvalidRequest, "The body is not UTF-8.");

        try
        {
            return JsonSerializer.Deserialize<T>(json, M4shJson.Options) ?? throw NotExpected();
        }
        catch (JsonException exception)
        {
            throw exception.ToRefusal();
        }
    }

    /// <summary>Reads what a body holds that can be one thing or another.</summary>
    public static T Read<T>(JsonElement body) where T : notnull
    {
        try
        {
            return body.Deserialize<T>(M4shJson.Options) ?? throw NotExpected();
        }
        catch (JsonException exception)
        {
            throw exception.ToRefusal();
        }
    }

    private static M4shException NotExpected() => new(ErrorCodes.InvalidRequest, "The body is not the JSON object that is expected.");
}

/// <summary>A request's JSON body, as a handler's parameter.</summary>
internal sealed class RequestBody<T>(T value) : IBindableFromHttpContext<RequestBody<T>>, IEndpointParameterMetadataProvider
    where T : notnull
{
    public T Value { get; } = value;

    public static async ValueTask<RequestBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(await RequestBody.ReadAsync<T>(context));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(RequestBody.ContentTypes, typeof(T), isOptional: true));
}
