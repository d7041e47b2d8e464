using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;

namespace M4sh.AppHost.Tests;

public sealed class AppHostTests
{
    [Theory]
    [InlineData("postgres")]
    [InlineData("m4shdb")]
    [InlineData("redis")]
    [InlineData("coturn")]
    [InlineData("qos-worker")]
    [InlineData("signaling-api")]
    [InlineData("console")]
    [InlineData("auth-signing-key")]
    [InlineData("session-token-secret")]
    [InlineData("turn-secret")]
    public async Task Model_Built_HasResource(string name)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.M4sh_AppHost>(TestContext.Current.CancellationToken);

        // A second resource of the name is refused.
        var exception = Record.Exception(() => builder.AddContainer(name, "some/image", "1"));

        Assert.Contains(name, exception?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_NotGiven_AreGeneratedLongEnough()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.M4sh_AppHost>(TestContext.Current.CancellationToken);

        var secret = builder.AddParameter("test", new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true);

        var value = await secret.Resource.GetValueAsync(TestContext.Current.CancellationToken);
        Assert.Equal(48, value?.Length);
        Assert.All(value!, character => Assert.True(char.IsAsciiLetterOrDigit(character)));
    }

    [Fact]
    public async Task Parameter_GivenWithUnderscores_IsTaken()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.M4sh_AppHost>(
            ["--Parameters:my_key=given"], TestContext.Current.CancellationToken);

        var parameter = builder.AddParameter("my-key", secret: true);

        Assert.Equal("given", builder.Configuration["Parameters:my_key"]);
        Assert.Equal("given", await parameter.Resource.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Projects_OfTheAppHost_NameTheirFiles()
    {
        Assert.EndsWith("M4sh.SignalingApi.csproj", new Projects.M4sh_SignalingApi().ProjectPath, StringComparison.Ordinal);
        Assert.EndsWith("M4sh.Console.csproj", new Projects.M4sh_Console().ProjectPath, StringComparison.Ordinal);
        Assert.EndsWith("M4sh.QosWorker.csproj", new Projects.M4sh_QosWorker().ProjectPath, StringComparison.Ordinal);
        Assert.True(File.Exists(new Projects.M4sh_SignalingApi().ProjectPath));
    }
}
