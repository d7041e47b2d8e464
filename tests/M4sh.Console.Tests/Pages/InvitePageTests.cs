using System.Net;
using Bunit;
using M4sh.Console.Invites;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using InvitePage = M4sh.Console.Components.Pages.InvitePage;

namespace M4sh.Console.Tests.Pages;

public sealed class InvitePageTests : PageTest
{
    private static readonly string s_revoked = $"POST /api/v1/webrtc/sessions/{FakeApi.SessionId}/token/revoke/";
    private static readonly string s_allowed = $"POST /api/v1/webrtc/sessions/{FakeApi.SessionId}/token/allow/";

    private readonly FakeInvites _invites = new();

    public InvitePageTests()
    {
        Services.AddSingleton<IInvites>(_invites);
        Services.AddSingleton(Options.Create(new InviteOptions { PublicUrl = new("https://console.example") }));
    }

    [Fact]
    public async Task Page_Invited_ShowsLinkAndCodeAndWaits()
    {
        var page = await InvitedAsync();

        Assert.Equal("https://console.example/guest/token-1", page.Find(ById("invite-link")).TextContent);
        Assert.StartsWith("data:image/png;base64,", page.Find(ById("invite-qr")).GetAttribute("src"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(ById("invite-loopback")));
        Assert.Equal("waiting for guest", page.Find(ById("guest-presence")).TextContent);
        Assert.Equal(FakeApi.SessionId, _invites.Calls["token-1"].SessionId);
    }

    [Fact]
    public async Task Page_GuestComesAndGoes_SaysSoAndWhatToDo()
    {
        var page = await InvitedAsync();
        var signaling = World.Hub.Connections.Single();

        signaling.Raise(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = "guest", Epoch = "1", Restarted = false });
        page.WaitForAssertion(() => Assert.Equal("guest here", page.Find(ById("guest-presence")).TextContent));
        signaling.Raise(nameof(ISignalingClient.PeerDisconnected), new PeerPresence { UserId = "guest" });
        page.WaitForAssertion(() => Assert.Equal("guest gone", page.Find(ById("guest-presence")).TextContent));
        signaling.Raise(nameof(ISignalingClient.PeerReconnected), new PeerPresence { UserId = "guest" });
        page.WaitForAssertion(() => Assert.Equal("guest here", page.Find(ById("guest-presence")).TextContent));
        signaling.Raise(nameof(ISignalingClient.PeerLeft), new PeerLeft { UserId = "guest" });

        page.WaitForAssertion(() => Assert.Contains("hung up or closed the page", page.Find(ById("guest-advice")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_GuestLeft_ClosesTheConnectionToIt()
    {
        var page = await InvitedAsync();
        var signaling = GuestComes(page);

        signaling.Raise(nameof(ISignalingClient.PeerLeft), new PeerLeft { UserId = "guest" });

        await World.Browser.Host.CalledAsync("drop").WaitAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.False(World.Browser.Host.Disposed);
    }

    [Fact]
    public async Task Page_LinkWithdrawn_RemovesTheGuestUntilThereIsANewOne()
    {
        var page = await InvitedAsync();
        var signaling = GuestComes(page);

        await ClickAsync(page, ById("invite-revoke"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(ById("invite-revoke"))));
        Assert.Empty(_invites.Calls);
        Assert.Single(World.Api.Requests, s_revoked);
        signaling.Raise(nameof(ISignalingClient.PeerLeft), new PeerLeft { UserId = "guest", Reason = "token_revoked" });
        page.WaitForAssertion(() => Assert.Equal("guest removed", page.Find(ById("guest-presence")).TextContent));
        Assert.DoesNotContain(s_allowed, World.Api.Requests);

        await ClickAsync(page, ById("invite-renew"));

        page.WaitForElement(ById("invite-link"));
        Assert.Single(_invites.Calls);
        Assert.Single(World.Api.Requests, s_allowed);
        Assert.Equal("waiting for guest", page.Find(ById("guest-presence")).TextContent);
    }

    [Fact]
    public async Task Page_LinkWithdrawnBeforeAnybodyCame_KeepsTheGuestOutToo()
    {
        var page = await InvitedAsync();

        await ClickAsync(page, ById("invite-revoke"));

        page.WaitForAssertion(() => Assert.Equal("link withdrawn", page.Find(ById("guest-presence")).TextContent));
        Assert.Single(World.Api.Requests, s_revoked);
    }

    [Fact]
    public async Task Page_ApiDoesNotRemoveTheGuest_SaysSoAndCanBeAskedAgain()
    {
        var page = await InvitedAsync();
        World.Api.Refuse("/token/revoke/", HttpStatusCode.ServiceUnavailable, "unavailable", "Redis does not answer.");

        await ClickAsync(page, ById("invite-revoke"));

        Assert.Contains("Redis does not answer.", page.WaitForElement(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.Empty(_invites.Calls);
        World.Api.Allow("/token/revoke/");
        await ClickAsync(page, ById("invite-revoke"));

        page.WaitForAssertion(() => Assert.Equal("link withdrawn", page.Find(ById("guest-presence")).TextContent));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public async Task Page_NewLinkWhileTheOldOneIsGood_LeavesTheGuestInTheCall()
    {
        var page = await InvitedAsync();
        GuestComes(page);

        await ClickAsync(page, ById("invite-renew"));

        page.WaitForElement(ById("invite-link"));
        Assert.Equal("guest here", page.Find(ById("guest-presence")).TextContent);
        Assert.DoesNotContain(World.Api.Requests, request => request.Contains("/token/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NoNewLinkToBeHad_KeepsTheGuestOut()
    {
        var page = await InvitedAsync();
        await ClickAsync(page, ById("invite-revoke"));
        _invites.IsAway = true;

        await ClickAsync(page, ById("invite-renew"));

        Assert.Contains("Redis does not answer.", page.WaitForElement(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(s_allowed, World.Api.Requests);
    }

    [Fact]
    public async Task Page_LinkNotWithdrawnAtFirst_WithdrawsItBeforeThereIsANewOne()
    {
        var page = await InvitedAsync();
        _invites.IsAway = true;
        await ClickAsync(page, ById("invite-revoke"));
        page.WaitForElement(ById("problem"));
        _invites.IsAway = false;

        await ClickAsync(page, ById("invite-renew"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(ById("problem"))));
        Assert.Single(_invites.Calls);
    }

    [Fact]
    public async Task Page_EarlierGuestIsToldOfAsGoneAfterTheNextCame_StaysInTheCall()
    {
        var page = await InvitedAsync();
        var signaling = GuestComes(page);

        signaling.Raise(nameof(ISignalingClient.PeerLeft), new PeerLeft { UserId = "earlier" });
        signaling.Raise(nameof(ISignalingClient.PeerDisconnected), new PeerPresence { UserId = "earlier" });
        signaling.Raise(nameof(ISignalingClient.PeerDisconnected), new PeerPresence { UserId = "guest" });

        page.WaitForAssertion(() => Assert.Equal("guest gone", page.Find(ById("guest-presence")).TextContent));
        Assert.DoesNotContain("drop", World.Browser.Host.Calls);
    }

    [Fact]
    public async Task Page_HungUp_EndsTheCallAndTheLink()
    {
        var page = await InvitedAsync();

        await ClickAsync(page, ById("hang-up"));

        page.WaitForElement(ById("invite"));
        Assert.Equal("ended", page.Find(ById("guest-presence")).TextContent);
        Assert.Empty(_invites.Calls);
        Assert.Contains($"POST /api/v1/webrtc/sessions/{FakeApi.SessionId}/end/", World.Api.Requests);
        Assert.True(World.Browser.Host.Disposed);
    }

    [Fact]
    public async Task Page_SessionEndedByTheApi_SaysWhy()
    {
        var page = await InvitedAsync();

        World.Hub.Connections.Single().Raise(
            nameof(ISignalingClient.SessionState), new SessionStateMessage { Status = SessionStatus.Ended, EndReason = EndReason.IceFailed });

        Assert.Contains("ice_failed", page.WaitForElement(ById("problem")).TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("failed", page.Find(ById("guest-presence")).TextContent));
    }

    private FakeSignaling GuestComes(IRenderedComponent<InvitePage> page)
    {
        var signaling = World.Hub.Connections.Single();
        signaling.Raise(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = "guest", Epoch = "1", Restarted = false });
        page.WaitForAssertion(() => Assert.Equal("guest here", page.Find(ById("guest-presence")).TextContent));
        return signaling;
    }

    private async Task<IRenderedComponent<InvitePage>> InvitedAsync()
    {
        var page = Render<InvitePage>();
        await ClickAsync(page, ById("invite"));
        page.WaitForElement(ById("invite-link"));
        return page;
    }
}
