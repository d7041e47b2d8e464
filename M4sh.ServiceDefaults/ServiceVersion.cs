using System.Reflection;

namespace M4sh.ServiceDefaults;

/// <summary>Which build this process is: OpenTelemetry's <c>service.version</c>.</summary>
internal static class ServiceVersion
{
    /// <summary>Version and, where it was built from a repository, commit: <c>0.1.0+a3a282d…</c>.</summary>
    public static string? Current { get; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
