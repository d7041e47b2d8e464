using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting;

/// <summary>The file of `dotnet user-secrets`, where Aspire keeps generated parameters too.</summary>
internal sealed class UserSecrets(string? id)
{
    public string? Path { get; } = id is null ? null : PathHelper.GetSecretsPathFromSecretsId(id);

    public void Keep(string key, string value)
    {
        if (Path is null)
            return;

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var secrets = File.Exists(Path) ? JsonNode.Parse(File.ReadAllText(Path)) as JsonObject ?? [] : [];
        secrets[key] = value;

        // In one step, so that neither a reader nor a killed writer sees half a file.
        var temporary = $"{Path}.{Environment.ProcessId}";
        PrivateFile.Write(temporary, secrets.ToString());
        File.Move(temporary, Path, overwrite: true);
    }
}
