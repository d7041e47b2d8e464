using System.Reflection;

namespace Aspire.Hosting;

/// <summary>What AspireLocal.AppHost.targets writes into the AppHost's assembly.</summary>
internal sealed record AppHostMetadata(
    string Name,
    string Directory,
    string? UserSecretsId,
    string GarnetProject,
    IReadOnlyDictionary<string, string> ProjectOutputs)
{
    private const string OutputPrefix = "aspire-local:output:";

    public static AppHostMetadata Read(Assembly assembly)
    {
        var values = assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .DistinctBy(attribute => attribute.Key)
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value ?? "");
        return new AppHostMetadata(
            assembly.GetName().Name!,
            values.GetValueOrDefault("apphostprojectpath") ?? AppContext.BaseDirectory,
            values.GetValueOrDefault("aspire-local:usersecretsid") is { Length: > 0 } id ? id : null,
            values.GetValueOrDefault("aspire-local:garnet") ?? "",
            values.Where(value => value.Key.StartsWith(OutputPrefix, StringComparison.Ordinal))
                .ToDictionary(value => value.Key[OutputPrefix.Length..], value => value.Value));
    }
}
