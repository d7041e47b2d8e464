using System.Text.RegularExpressions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class ReadinessTests(Stack stack, Chromium chromium)
{
    // All that the check opens, to see that it closes it.
    private const string Watch =
        """
        window.connections = [];
        window.tracks = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            super(configuration);
            window.connections.push(this);
          }
        };
        const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async constraints => {
          const stream = await getUserMedia(constraints);
          window.tracks.push(...stream.getTracks());
          return stream;
        };
        """;

    [Fact]
    public async Task Readiness_OfThisMachine_TakesEveryStepAndLeavesNothingOpen()
    {
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/readiness"), context => context.AddInitScriptAsync(Watch));
        await page.Element("start-check").ClickAsync();
        await Assertions.Expect(page.Element("result-text")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.ScreenshotAsync("readiness");

        foreach (var (step, state) in ((string, string)[])
        [
            ("api", "passed"), ("hub", "passed"), ("socket", "passed"), ("turn-udp", "passed"), ("turn-tcp", "passed"), ("turn-tls", "skipped"),

            // Fake devices on a machine that may have too much to do; whether public STUN servers are reached; what such a machine gets through.
            ("camera", "passed|warned|failed"), ("microphone", "passed|warned|failed"), ("stun", "passed|warned|failed"), ("nat", "passed|warned|failed|skipped"),
            ("ipv6", "passed|warned|skipped"), ("relay", "passed|warned|failed"),
        ])
        {
            await Assertions.Expect(page.Element($"ready-{step}")).ToHaveAttributeAsync("data-state", new Regex($"^({state})$"));
        }

        await Assertions.Expect(page.Element("ready-relay")).ToContainTextAsync("Mbit/s");
        await page.UntilAsync("window.connections.length >= 4 && window.connections.every(each => each.signalingState === 'closed')");
        await page.UntilAsync("window.tracks.length === 2 && window.tracks.every(each => each.readyState === 'ended')");
        Assert.Empty(page.Problems);
    }
}
