namespace Aspire.Hosting.ApplicationModel;

/// <summary>A folder of this machine and the name that it has in the container.</summary>
internal sealed record BindMount(string Source, string Target)
{
    /// <summary>A path, or an option with one, of the container's as it is on this machine.</summary>
    public string Localize(string argument) => argument.Replace(Target, Source, StringComparison.Ordinal);
}
