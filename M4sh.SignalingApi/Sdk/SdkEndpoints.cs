using Microsoft.Net.Http.Headers;

namespace M4sh.SignalingApi.Sdk;

internal static class SdkEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddSdk(this IServiceCollection services) => services.AddSingleton<SdkModule>();

    /// <summary>The browser's SDK, for the pages of <c>Cors:Origins</c>.</summary>
    public static void MapSdk(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/sdk/m4sh.js", Methods, (HttpResponse response, SdkModule module) =>
        {
            // Asked for again each time, so that a page never runs the SDK of another release than its API.
            response.Headers.CacheControl = "no-cache";
            response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
            return TypedResults.Bytes(module.Content, "text/javascript; charset=utf-8", entityTag: module.Tag);
        }).ExcludeFromDescription();
}
