using M4sh.Console.Runs;

namespace M4sh.Console.Components.Runs;

/// <summary>Addresses of the pages of kept test calls.</summary>
internal static class RunAddress
{
    public const string Result = "result";
    public const string Profile = "profile";
    public const string Network = "network";
    public const string Batch = "batch";
    public const string Older = "older";
    public const string Newer = "newer";

    public static string Of(Guid id) => $"/test-runs/{id}";

    public static string Compare(Guid a, Guid b) => $"/test-runs/compare?a={a}&b={b}";

    public static string List(TestRunFilter filter, Guid? olderThan = null, Guid? newerThan = null)
    {
        (string Name, string? Value)[] parts =
        [
            (Result, filter.Passed is { } passed ? RunText.Result(passed) : null),
            (Profile, filter.Profile),
            (Network, filter.Network),
            (Batch, filter.Batch?.ToString()),
            (Older, olderThan?.ToString()),
            (Newer, newerThan?.ToString()),
        ];
        var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "/test-runs" : $"/test-runs?{query}";
    }
}
