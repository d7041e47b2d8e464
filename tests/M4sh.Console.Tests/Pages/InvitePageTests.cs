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
    public async Task Page_LinkWithdrawn_OpensNothingUntilThereIsANewOne()
    {
        var page = await InvitedAsync();

        await ClickAsync(page, ById("invite-revoke"));

        page.WaitForElement(ById("invite-revoked"));
        Assert.Empty(_invites.Calls);
        await ClickAsync(page, ById("invite-renew"));
        page.WaitForElement(ById("invite-link"));
        Assert.Single(_invites.Calls);
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

    private async Task<IRenderedComponent<InvitePage>> InvitedAsync()
    {
        var page = Render<InvitePage>();
        await ClickAsync(page, ById("invite"));
        page.WaitForElement(ById("invite-link"));
        return page;
    }
}
