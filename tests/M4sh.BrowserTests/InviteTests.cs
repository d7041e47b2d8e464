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
        await host.Element("invite").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("waiting for guest", s_soon);
        var link = new Uri(await host.Element("invite-link").InnerTextAsync(new() { Timeout = 60_000 }));
        await host.ScreenshotAsync("invite");

        await using var guest = await chromium.OpenAsync(link);
        await guest.Element("guest-join").ClickAsync(new() { Timeout = 60_000 });
        foreach (var (page, video) in ((WatchedPage, string)[])[(host, "host-video"), (guest, "guest-video")])
        {
            await page.UntilAsync("id => document.querySelector(`[data-testid=${id}]`).getVideoPlaybackQuality().totalVideoFrames > 10", video);
        }

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
}
