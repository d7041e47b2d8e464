using M4sh.ServiceDefaults;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

public sealed class MetricsTargetTests
{
    [Theory]
    [InlineData("http://localhost:5380", "localhost:5380", "http")]
    [InlineData("http://127.0.0.1:80", "127.0.0.1:80", "http")]
    [InlineData("http://[::]:8080", "machine:8080", "http")]
    [InlineData("http://0.0.0.0:8080", "machine:8080", "http")]
    [InlineData("http://+:8080", "machine:8080", "http")]
    [InlineData("http://*:8080", "machine:8080", "http")]
    [InlineData("http://[::1]:8080", "[::1]:8080", "http")]
    [InlineData("https://api.example", "api.example:443", "https")]
    [InlineData("https://localhost:1;http://localhost:2", "localhost:2", "http")]
    public void Of_Listening_IsWhereOthersReachIt(string listening, string address, string scheme) =>
        Assert.Equal(new(address, scheme, "api", "api-1"), MetricsTarget.Of(listening.Split(';'), "machine", "api", "api-1"));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("http://unix:/run/api.sock")]
    public void Of_NothingOnANetwork_IsNone(string listening) => Assert.Null(MetricsTarget.Of([listening], "machine", "api", "api-1"));
}
