using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class InviteTests(Stack stack, Chromium chromium)
{
    private static readonly LocatorAssertionsToHaveTextOptions s_soon = new() { Timeout = 60_000 };

    [Fact]
    public async Task Invite_OpenedInASecondBrowser_JoinsAsTheGuestAndInNoThirdOne()
    {
        await using var host = await chromium.OpenAsync(new Uri(stack.Console, "/test-call/invite"));
        var link = await InviteAsync(host);
        await host.ScreenshotAsync("invite");

        await using var guest = await chromium.OpenAsync(link);
        await guest.Element("guest-join").ClickAsync(new() { Timeout = 60_000 });
        await SeesAsync(host, "host-video");
        await SeesAsync(guest, "guest-video");

        await Assertions.Expect(host.Element("guest-advice")).ToHaveTextAsync("You are connected.", s_soon);
        await Assertions.Expect(guest.Element("guest-status")).ToHaveTextAsync("connected", s_soon);
        await guest.ScreenshotAsync("guest");
        var sessionId = Guid.Parse(await host.Element("session-id").InnerTextAsync());

        await using (var third = await chromium.OpenAsync(link))
        {
            await Assertions.Expect(third.Element("invite-taken")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        }

        await guest.Element("guest-hang-up").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("guest gone", s_soon);
        await host.Element("hang-up").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("ended", s_soon);

        var session = await stack.ClientOf("qa", "admin").GetSessionAsync(sessionId, TestContext.Current.CancellationToken);
        Assert.Equal((SessionStatus.Ended, EndReason.EndedByHost), (session.Status, session.EndReason));
        Assert.Equal([ParticipantRole.Host, ParticipantRole.Guest], session.Participants.Select(each => each.Role));
        Assert.Empty(host.Problems);
        Assert.Empty(guest.Problems);
    }

    [Fact]
    public async Task Invite_Withdrawn_RemovesTheGuestAndANewLinkLetsItInAgain()
    {
        await using var host = await chromium.OpenAsync(new Uri(stack.Console, "/test-call/invite"), WatchAsync);
        var link = await InviteAsync(host);
        await using var guest = await chromium.OpenAsync(link, WatchAsync);
        await guest.Element("guest-join").ClickAsync();
        await SeesAsync(host, "host-video");
        await SeesAsync(guest, "guest-video");

        await host.Element("invite-revoke").ClickAsync();

        await Assertions.Expect(guest.Element("guest-status")).ToHaveTextAsync("removed", s_soon);
        await Assertions.Expect(guest.Element("problem")).ToContainTextAsync("for a new link");
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("guest removed", s_soon);
        await HasNothingOpenAsync(host);
        await HasNothingOpenAsync(guest);
        await host.ScreenshotAsync("invite-withdrawn");
        await guest.ScreenshotAsync("guest-removed");
        await guest.Page.ReloadAsync();
        await Assertions.Expect(guest.Element("invite-unknown")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await host.Element("invite-renew").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("waiting for guest", s_soon);
        await guest.Page.GotoAsync(await host.Element("invite-link").InnerTextAsync());
        await guest.Element("guest-join").ClickAsync();

        await SeesAsync(guest, "guest-video");
        await Assertions.Expect(host.Element("guest-advice")).ToHaveTextAsync("You are connected.", s_soon);
        await SeesAsync(host, "host-video");
        Assert.Empty(host.Problems);
        Assert.Empty(guest.Problems);
    }

    [Fact]
    public async Task Invite_OpenedInASecondTab_GoesOnThereAndTheFirstGivesWay()
    {
        await using var host = await chromium.OpenAsync(new Uri(stack.Console, "/test-call/invite"), WatchAsync);
        var link = await InviteAsync(host);
        await using var first = await chromium.OpenAsync(link, WatchAsync);
        await first.Element("guest-join").ClickAsync();
        await SeesAsync(first, "guest-video");

        // Closed with the first: they are of one browser.
        var second = await WatchedPage.OpenAsync(first.Page.Context, link);
        await second.Element("guest-join").ClickAsync();

        await Assertions.Expect(first.Element("guest-status")).ToHaveTextAsync("open elsewhere", s_soon);
        await Assertions.Expect(first.Element("problem")).ToContainTextAsync("another tab or browser");
        await HasNothingOpenAsync(first);
        await SeesAsync(second, "guest-video");
        await Assertions.Expect(host.Element("guest-advice")).ToHaveTextAsync("You are connected.", s_soon);
        await first.ScreenshotAsync("guest-replaced");

        // The first neither comes back by itself nor takes the second with it.
        await first.Page.CloseAsync();
        await second.UntilAsync("id => { const video = document.querySelector(`[data-testid=${id}]`); window.seen ??= video.currentTime; return video.currentTime > window.seen + 5; }", "guest-video");
        await Assertions.Expect(second.Element("guest-status")).ToHaveTextAsync("connected");
        Assert.Empty(host.Problems);
        Assert.Empty(first.Problems);
        Assert.Empty(second.Problems);
    }

    private static Task WatchAsync(IBrowserContext context) => context.AddInitScriptAsync(
        """
        window.connections = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            super(configuration);
            window.connections.push(this);
          }
        };
        """);

    /// <summary>No connection to anybody, and nobody's picture; one that waits for somebody may be there.</summary>
    private static Task HasNothingOpenAsync(WatchedPage page) => page.UntilAsync(
        """
        () => window.connections.every(each => each.signalingState === 'closed' || each.remoteDescription === null)
          && [...document.querySelectorAll('video')].every(each => each.srcObject === null)
        """);

    private static Task SeesAsync(WatchedPage page, string video) =>
        page.UntilAsync("id => document.querySelector(`[data-testid=${id}]`).getVideoPlaybackQuality().totalVideoFrames > 10", video);

    private static async Task<Uri> InviteAsync(WatchedPage host)
    {
        await host.Element("invite").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("waiting for guest", s_soon);
        return new(await host.Element("invite-link").InnerTextAsync());
    }
}
