using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace M4sh.AppHost.Turn;

/// <summary>Where Aspire keeps a generated parameter, so that the next start has what a rotation made of it: the user secrets. A test has none.</summary>
internal sealed class KeptSecret(IConfigurationRoot configuration, string parameter)
{
    private const string FileName = "secrets.json";

    private string Key => $"Parameters:{parameter}";

    /// <summary>Changes the parameter where it is kept; one that was given otherwise (the environment, the command line) is whose it is.</summary>
    public void Keep(string value)
    {
        if (FindPath() is not { } path || !File.Exists(path) || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject secrets)
            return;

        if (!secrets.ContainsKey(Key) || (string?)secrets[Key] == value)
            return;

        secrets[Key] = value;
        PrivateFiles.Write(path, secrets.ToString());
    }

    private string? FindPath() => configuration.Providers.OfType<JsonConfigurationProvider>()
        .Where(provider => Path.GetFileName(provider.Source.Path) == FileName)
        .Select(provider => provider.Source.FileProvider?.GetFileInfo(provider.Source.Path!).PhysicalPath)
        .FirstOrDefault();
}
