using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;

namespace Aspire.Hosting.Output;

/// <summary>What runs where: printed once everything is up, or has failed.</summary>
internal sealed class ResourceTable(ResourceNotificationService notifications)
{
    public string Write(IReadOnlyList<ResourceRunner> runners)
    {
        var rows = runners.Where(runner => runner is not ParameterRunner).SelectMany(Rows).ToList();
        if (rows.Count == 0)
            return "";

        var widths = new[] { rows.Max(row => row[0].Length), rows.Max(row => row[1].Length), rows.Max(row => row[2].Length) };
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = $"  {row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}";
            text.Append('\n').Append(line.TrimEnd());
        }

        return text.ToString();
    }

    private IEnumerable<string[]> Rows(ResourceRunner runner)
    {
        var resource = runner.Resource;
        var state = notifications.Find(resource.Name);
        var mark = state switch { { Healthy: true } => "●", { IsTerminal: true } => "✗", _ => "○" };
        var addresses = string.Join("  ", resource.Endpoints
            .Where(endpoint => endpoint.Allocated is not null)
            .Select(endpoint => endpoint.IsHttp
                ? $"{endpoint.Scheme}://{endpoint.Allocated!.Value.Host}:{endpoint.Allocated.Value.Port}"
                : $"{endpoint.Allocated!.Value.Host}:{endpoint.Allocated.Value.Port}")
            .Distinct());
        yield return [$"{mark} {resource.Name}", state?.State ?? "", addresses,
            state is { Healthy: false, Detail: { } problem } ? problem.Split('\n')[0] : runner.Description];
        foreach (var part in runner.Parts)
            yield return [$"  └ {part.Name}", part.State, part.Address, $"process {part.ProcessId}"];
    }
}
