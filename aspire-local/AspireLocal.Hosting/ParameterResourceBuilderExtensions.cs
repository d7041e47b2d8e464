using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => builder.Given(name) ?? throw new HostingException(
            $"The parameter '{name}' has no value. Give one: dotnet user-secrets --project {builder.AppHostDirectory} set Parameters:{name} …"), secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(CreateParameter(builder, name, value, secret, persist));

    internal static ParameterResource CreatePassword(IDistributedApplicationBuilder builder, string name, bool special) =>
        CreateParameter(builder, name, new GenerateParameterDefault { MinLength = 22, Special = special }, secret: true, persist: true);

    private static ParameterResource CreateParameter(
        IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret, bool persist) =>
        new(name, () => builder.Given(name) ?? Generate(builder, name, value, persist), secret);

    private static string Generate(IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool persist)
    {
        var generated = value.GetDefaultValue();
        if (persist)
            ((DistributedApplicationBuilder)builder).Secrets.Keep(Key(name), generated);

        return generated;
    }

    // An environment variable's name has no dash, so Aspire reads the name with underscores too.
    private static string? Given(this IDistributedApplicationBuilder builder, string name) =>
        NullIfEmpty(builder.Configuration[Key(name)]) ?? NullIfEmpty(builder.Configuration[Key(name.Replace('-', '_'))]);

    private static string Key(string name) => $"Parameters:{name}";

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
