using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;

namespace M4sh.AppHost.Tests;

public sealed class GivenParametersTests
{
    private const string Dashes = "Parameters:auth-signing-key";
    private const string Underscores = "Parameters:auth_signing_key";

    [Theory]
    [InlineData(Dashes, "kept", Underscores, "given", "given")]
    [InlineData(Underscores, "kept", Dashes, "given", "given")]
    [InlineData(Dashes, "kept", Underscores, "", "kept")]
    [InlineData(Dashes, "kept", "Parameters:other_key", "given", "kept")]
    public void Parameter_UnderEitherName_IsTheOneGivenLast(string firstKey, string first, string secondKey, string second, string expected)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new(firstKey, first)]).AddInMemoryCollection([new(secondKey, second)]);

        configuration.ReadUnderscores();

        Assert.Equal(expected, configuration[Dashes]);
    }

    [Fact]
    public async Task AppHost_ParameterWithUnderscores_IsTheParameter()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.M4sh_AppHost>(
            [$"--{Underscores}=given"], TestContext.Current.CancellationToken);

        Assert.Equal("given", builder.Configuration[Dashes]);
    }

    [Fact]
    public async Task AppHost_OriginsOfTheDeveloper_AreLeftAlone()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.M4sh_AppHost>(TestContext.Current.CancellationToken);
        await using var app = await builder.BuildAsync(TestContext.Current.CancellationToken);

        var resources = (IReadOnlyList<Resource>)app.Services.GetService(typeof(IReadOnlyList<Resource>))!;
        var names = resources.Single(resource => resource.Name == "signaling-api").Environment.SelectMany(variables => variables()).Select(variable => variable.Key);

        Assert.Equal(["Cors__Origins__console"], names.Where(name => name.StartsWith("Cors__", StringComparison.Ordinal)));
    }
}
