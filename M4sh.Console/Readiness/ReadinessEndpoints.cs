using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace M4sh.Console.Readiness;

/// <summary>Scripts of the check that are no files of wwwroot: the SDK's modules, and the worker with its own policy.</summary>
public static class ReadinessEndpoints
{
    private const string JavaScript = "text/javascript; charset=utf-8";

    public static void MapReadiness(this IEndpointRouteBuilder endpoints)
    {
        foreach (var module in (string[])["nat.mjs", "ice-watch.mjs"])
        {
            endpoints.MapGet($"/js/sdk/{module}", () => Script(module));
        }

        endpoints.MapGet(ReachScript.Path, Worker);
    }

    internal static Results<ContentHttpResult, NotFound> Worker(string to, ReachScript scripts, HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        if (scripts.PolicyOf(to) is not { } policy)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.CacheControl = "no-store";
        return Script("reach.mjs");
    }

    private static ContentHttpResult Script(string name)
    {
        var stream = typeof(ReadinessEndpoints).Assembly.GetManifestResourceStream($"scripts/{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return TypedResults.Text(reader.ReadToEnd(), JavaScript);
    }
}
