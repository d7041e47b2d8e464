using Aspire.Hosting;
using Microsoft.Extensions.Hosting;

namespace M4sh.AppHost.Tests.Local;

public sealed class AspireFactsTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "aspire-13.4-api.txt"));

    private static readonly IReadOnlyList<Type> s_types =
        [.. typeof(DistributedApplication).Assembly.GetExportedTypes(), .. typeof(AspireRedisExtensions).Assembly.GetExportedTypes()];

    [Fact]
    public void AspireLocal_EveryPublicName_IsAspiresToo()
    {
        Assert.True(s_types.Count > 30);
        Assert.Empty(new AspireFacts(s_text).Lacks(s_types));
    }

    /// <summary>The check above can fail: let Aspire have another name, another parameter, one parameter more, or no such type.</summary>
    [Theory]
    [InlineData("WithReplicas(", "WithCopies(")]
    [InlineData("int replicas", "long replicas")]
    [InlineData("int replicas", "int replicas, bool inTurn")]
    [InlineData("int? port = default, int? targetPort = default", "int? port, int? targetPort = default")]
    [InlineData("## Aspire.Hosting.RedisBuilderExtensions", "## Aspire.Hosting.RedisExtensions")]
    [InlineData("static string Running", "static string Started")]
    public void AspireLocal_NameThatAspireLacks_IsFound(string there, string instead)
    {
        Assert.Contains(there, s_text, StringComparison.Ordinal);

        Assert.NotEmpty(new AspireFacts(s_text.Replace(there, instead, StringComparison.Ordinal)).Lacks(s_types));
    }
}
