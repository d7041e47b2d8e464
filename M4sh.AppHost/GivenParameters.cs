using Microsoft.Extensions.Configuration;

namespace M4sh.AppHost;

/// <summary>
/// A variable's name has no dash, so a parameter may be given with underscores. Aspire looks for that name last, below what an earlier start kept under the
/// other: here both are one name, and who gives it last counts.
/// </summary>
internal static class GivenParameters
{
    private const string SectionName = "Parameters";

    public static void ReadUnderscores(this ConfigurationManager configuration)
    {
        var sources = ((IConfigurationRoot)configuration).Providers.Reverse().ToList();
        var given =
            from parameter in configuration.GetSection(SectionName).GetChildren().ToList()
            where parameter.Key.Contains('_', StringComparison.Ordinal)
            let key = ConfigurationPath.Combine(SectionName, parameter.Key.Replace('_', '-'))
            select KeyValuePair.Create(key, sources.Select(source => Value(source, key) ?? Value(source, parameter.Path)).FirstOrDefault(value => value is not null));
        configuration.AddInMemoryCollection(given.ToList());
    }

    private static string? Value(IConfigurationProvider source, string key) =>
        source.TryGet(key, out var value) && !string.IsNullOrEmpty(value) ? value : null;
}
