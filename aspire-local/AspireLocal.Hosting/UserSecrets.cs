using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting;

/// <summary>The file of `dotnet user-secrets`, where Aspire keeps generated parameters too.</summary>
internal sealed class UserSecrets(string? id)
{
    private readonly Lock _gate = new();

    public string? Path { get; } = id is null ? null : PathHelper.GetSecretsPathFromSecretsId(id);

    public void Keep(string key, string value)
    {
        if (Path is null)
            return;

        lock (_gate)
            Write(Path, key, value);
    }

    private static void Write(string path, string key, string value)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [] : [];
        secrets[key] = value;

        // In one step, so that neither a reader nor a killed writer sees half a file.
        var temporary = $"{path}.{Environment.ProcessId}";
        PrivateFile.Write(temporary, secrets.ToString());
        File.Move(temporary, path, overwrite: true);
    }
}
