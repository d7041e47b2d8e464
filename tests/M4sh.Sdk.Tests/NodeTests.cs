using System.Diagnostics;
using M4sh.TestSupport;

namespace M4sh.Sdk.Tests;

/// <summary>The SDK's own tests are JavaScript: Node runs them.</summary>
public sealed class NodeTests
{
    [Theory]
    [InlineData("signaling.test.mjs")]
    [InlineData("negotiation.test.mjs")]
    [InlineData("convergence.test.mjs")]
    [InlineData("call.test.mjs")]
    [InlineData("quality.test.mjs")]
    [InlineData("ice.test.mjs")]
    public async Task Sdk_InNode_PassesItsTests(string file)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Requires.Program("node", "apt-get install nodejs"), ["--test", "--test-reporter=spec", file])
        {
            WorkingDirectory = Path.Combine(RepositoryFolder.Path, "tests", "M4sh.Sdk.Tests"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = node.StandardError.ReadToEndAsync(cancellationToken);
        await node.WaitForExitAsync(cancellationToken);
        Assert.True(node.ExitCode == 0, $"{await output}\n{await errors}");
        Assert.Matches("pass [1-9]", await output);
    }
}
