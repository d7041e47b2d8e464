using Bunit;
using M4sh.Console.Components;
using M4sh.Console.Invites;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.DependencyInjection;
using GuestPage = M4sh.Console.Components.Pages.GuestPage;

namespace M4sh.Console.Tests.Pages;

public sealed class GuestPageTests : PageTest
{
    private const string CallId = "0198";

    private readonly FakeInvites _invites = new();

    public GuestPageTests()
    {
        Services.AddSingleton<IInvites>(_invites);
        JSInterop.SetupModule("./js/guest.js").Setup<string>("init").SetResult("this browser");
    }

    [Fact]
    public void Page_UnknownInvite_OffersNothing()
    {
        var page = Open("token-9");

        page.WaitForElement(ById("invite-unknown"));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task Page_InviteOfAnotherBrowser_OffersNothing()
    {
        var invite = await _invites.CreateAsync(new(FakeApi.SessionId, CallId));
        await _invites.OpenAsync(invite.Token, "another browser");

        var page = Open(invite.Token);

        page.WaitForElement(ById("invite-taken"));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task Page_Joined_IsTheGuestOfThatCallAndLeavesIt()
    {
        var page = await JoinedAsync();

        Assert.Equal($"qa-guest-{CallId}", World.Hub.Connections.Single().UserId);
        page.WaitForAssertion(() => Assert.Equal("waiting for the other", page.Find(ById("guest-status")).TextContent));
        await ClickAsync(page, ById("guest-hang-up"));

        page.WaitForElement(ById("guest-join"));
        Assert.Contains($"POST /api/v1/webrtc/sessions/{FakeApi.SessionId}/leave/", World.Api.Requests);
        Assert.True(World.Browser.Guest.Disposed);
    }

    [Fact]
    public async Task Page_HostEndsTheCall_SaysSoWithoutAnAlarm()
    {
        var page = await JoinedAsync();

        World.Hub.Connections.Single().Raise(
            nameof(ISignalingClient.SessionState), new SessionStateMessage { Status = SessionStatus.Ended, EndReason = EndReason.EndedByHost });

        page.WaitForAssertion(() => Assert.Equal("ended", page.Find(ById("guest-status")).TextContent));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public async Task Page_Removed_SaysSoAndOffersNothing()
    {
        var page = await JoinedAsync();

        Stop("token_revoked");

        page.WaitForAssertion(() => Assert.Equal("removed", page.Find(ById("guest-status")).TextContent));
        Assert.Contains("for a new link", page.Find(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
        Assert.True(World.Browser.Guest.Disposed);
        Assert.DoesNotContain(World.Api.Requests, request => request.EndsWith("/leave/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OpenedInAnotherTab_GivesWayWithoutLeavingForItUntilAskedTo()
    {
        var page = await JoinedAsync();

        Stop("replaced");

        page.WaitForAssertion(() => Assert.Equal("open elsewhere", page.Find(ById("guest-status")).TextContent));
        Assert.Contains("another tab or browser", page.Find(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.True(World.Browser.Guest.Disposed);
        Assert.DoesNotContain(World.Api.Requests, request => request.EndsWith("/leave/", StringComparison.Ordinal));
        Assert.Single(World.Api.Requests, request => request.EndsWith("/join/", StringComparison.Ordinal));

        await ClickAsync(page, ById("guest-join-synthetic"));

        page.WaitForElement(ById("guest-hang-up"));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public async Task Page_WithdrawnWhileOpen_DoesNotJoin()
    {
        var invite = await _invites.CreateAsync(new(FakeApi.SessionId, CallId));
        var page = Open(invite.Token);
        page.WaitForElement(ById("guest-join"));
        await _invites.RevokeAsync(invite.Token);

        await ClickAsync(page, ById("guest-join"));

        page.WaitForElement(ById("invite-unknown"));
        Assert.Empty(World.Hub.Connections);
    }

    [Fact]
    public async Task Page_LinksCannotBeLookedUpWhenJoining_SaysSoAndJoinsLater()
    {
        var invite = await _invites.CreateAsync(new(FakeApi.SessionId, CallId));
        var page = Open(invite.Token);
        page.WaitForElement(ById("guest-join-synthetic"));
        _invites.IsAway = true;

        await ClickAsync(page, ById("guest-join-synthetic"));

        page.WaitForElement(ById("problem"));
        Assert.Empty(World.Hub.Connections);
        _invites.IsAway = false;
        await ClickAsync(page, ById("guest-join-synthetic"));

        page.WaitForElement(ById("guest-hang-up"));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public async Task Root_OfAGuestsCircuit_HasNoWayToOtherPages()
    {
        var invite = await _invites.CreateAsync(new(FakeApi.SessionId, CallId));

        var root = Render<GuestRoot>(parameters => parameters.Add(each => each.Invite, invite.Token));

        root.WaitForElement(ById("guest-join"));
        Assert.Empty(root.FindComponents<Router>());
        Assert.Empty(root.FindAll("a"));
        Assert.NotEmpty(typeof(GuestPage).GetCustomAttributes(typeof(AllowAnonymousAttribute), inherit: false));
    }

    private void Stop(string reason)
    {
        var signaling = World.Hub.Connections.Single();
        signaling.Raise(nameof(ISignalingClient.Disconnect), new DisconnectMessage { Action = DisconnectAction.Stop, Reason = reason });
        signaling.Close();
    }

    private async Task<IRenderedComponent<GuestPage>> JoinedAsync()
    {
        var invite = await _invites.CreateAsync(new(FakeApi.SessionId, CallId));
        var page = Open(invite.Token);
        await ClickAsync(page, ById("guest-join-synthetic"));
        page.WaitForElement(ById("guest-hang-up"));
        page.WaitForAssertion(() => Assert.True(World.Hub.Connections.Single().IsThere));
        return page;
    }

    private IRenderedComponent<GuestPage> Open(string invite) => Render<GuestPage>(parameters => parameters.Add(each => each.Invite, invite));
}
