using M4sh.Console.Readiness;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace M4sh.Console.Tests.Readiness;

public sealed class ReachScriptTests
{
    private readonly ReachScript _script = new(new EphemeralDataProtectionProvider());

    [Theory]
    [InlineData("ws://api.example:5380/hubs/signaling?access_token=secret", "http://api.example:5380 ws://api.example:5380")]
    [InlineData("wss://api.example/ws/webrtc/1/", "https://api.example wss://api.example")]
    public void Worker_AtAnAddressOfTheConsole_MayTalkToThatApiOnly(string api, string origins)
    {
        var address = _script.AddressFor(new(api));
        var http = new DefaultHttpContext();

        var result = ReadinessEndpoints.Worker(To(address), _script, http.Response).Result;

        Assert.Contains("self.onmessage", Assert.IsType<ContentHttpResult>(result).ResponseContent, StringComparison.Ordinal);
        Assert.Equal($"default-src 'none'; connect-src {origins}", http.Response.Headers.ContentSecurityPolicy.ToString());
        Assert.DoesNotContain("secret", address, StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_AtAnAddressOfSomebodyElse_IsNotThere() =>
        Assert.IsType<NotFound>(ReadinessEndpoints.Worker("https://evil.example", _script, new DefaultHttpContext().Response).Result);

    private static string To(string address) => QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..])["to"]!;
}
