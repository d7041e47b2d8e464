using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aspire.Hosting.Running;

/// <summary>The profile of launchSettings.json that a project is started with: the AppHost's own one by name, else the first that runs the project.</summary>
internal sealed record LaunchProfile(IReadOnlyList<Uri> ApplicationUrls, IReadOnlyDictionary<string, string> EnvironmentVariables)
{
    private static readonly LaunchProfile s_none = new([], new Dictionary<string, string>());

    public static LaunchProfile Read(string projectPath, string? preferredName)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
            return s_none;

        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            var profiles = JsonNode.Parse(File.ReadAllText(path), documentOptions: options)?["profiles"] as JsonObject ?? [];
            var runnable = profiles.Where(profile => (string?)profile.Value?["commandName"] == "Project").ToList();
            var chosen = runnable.Find(profile => profile.Key == preferredName).Value ?? runnable.FirstOrDefault().Value;
            return chosen is null ? s_none : new LaunchProfile(
                [.. ((string?)chosen["applicationUrl"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => new Uri(url))],
                (chosen["environmentVariables"] as JsonObject ?? []).ToDictionary(variable => variable.Key, variable => (string?)variable.Value ?? ""));
        }
        catch (Exception exception) when (exception is JsonException or UriFormatException)
        {
            throw new HostingException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
