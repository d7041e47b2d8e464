using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace M4sh.AppHost.Turn;

/// <summary>Where Aspire keeps a generated parameter, so that the next start has what a rotation made of it: the user secrets. A test has none.</summary>
internal sealed class KeptSecret(IConfigurationRoot configuration, string parameter)
{
    private const string FileName = "secrets.json";

    private readonly string _key = $"Parameters:{parameter}";
    private readonly string? _path = FindPath(configuration, $"Parameters:{parameter}");

    /// <summary>Changes the parameter where it is kept; one that was given otherwise (the environment, the command line) is whose it is.</summary>
    public void Keep(string value)
    {
        if (_path is null || !File.Exists(_path) || JsonNode.Parse(File.ReadAllText(_path)) is not JsonObject secrets)
            return;

        if (!secrets.ContainsKey(_key) || (string?)secrets[_key] == value)
            return;

        secrets[_key] = value;
        PrivateFiles.Write(_path, secrets.ToString());
    }

    // Null too where the parameter has a value that is not the file's.
    private static string? FindPath(IConfigurationRoot configuration, string key) => configuration.Providers.OfType<JsonConfigurationProvider>()
        .Where(provider => Path.GetFileName(provider.Source.Path) == FileName)
        .Where(provider => configuration[key] is not { } value || (provider.TryGet(key, out var kept) && kept == value))
        .Select(provider => provider.Source.FileProvider?.GetFileInfo(provider.Source.Path!).PhysicalPath)
        .FirstOrDefault();
}
