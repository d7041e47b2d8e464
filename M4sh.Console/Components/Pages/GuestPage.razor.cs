using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;
using M4sh.Console.Components.Common;
using M4sh.Console.Invites;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using StackExchange.Redis;

namespace M4sh.Console.Components.Pages;

/// <summary>The guest's side of a call, for somebody who has nothing but an invite.</summary>
public sealed partial class GuestPage
{
    private const string Module = "./js/guest.js";

    private static readonly (MediaPermission Kind, string Name)[] Kinds = [(MediaPermission.Audio, "sound"), (MediaPermission.Video, "picture")];

    private static readonly Problem NoRedis = new("unavailable", "Links cannot be looked up just now.", "Wait a moment, then reload the page.");

    private InviteState? _state;
    private Problem? _problem;
    private string _browser = "";
    private SideCall? _call;

    [Parameter]
    public string Invite { get; set; } = "";

    private string Words => _call switch
    {
        null => _state == InviteState.Open ? "not joined" : "no call",
        { IsOver: true, Problem.Code: ErrorCodes.TokenRevoked } => "removed",
        { IsOver: true, Problem.Code: DisconnectReasons.Replaced } => "open elsewhere",
        { IsOver: true } => CallText.Of(_call.Status),
        { Side.Other: OtherPresence.Left or OtherPresence.Never } => "waiting for the other",
        { Side.Other: OtherPresence.Away } => "the other lost its connection",
        { Side.State: PeerConnectionState.Failed or PeerConnectionState.Disconnected } => "no media, trying again",
        _ => CallText.Of(_call.Status),
    };

    private bool IsRemoved => _call is { IsOver: true, Problem.Code: ErrorCodes.TokenRevoked };

    private StatusTone Tone => _call is null ? StatusTone.Quiet : CallText.ToneOf(_call.Status);

    public async ValueTask DisposeAsync()
    {
        if (_call is not null)
        {
            await _call.DisposeAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // Only a page that runs opens the invite: what fetches links to preview them does not use it up.
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", Module);
        _browser = await module.InvokeAsync<string>("init");
        await OpenAsync();
        StateHasChanged();
    }

    private async Task<InvitedCall?> OpenAsync()
    {
        try
        {
            _problem = null;
            (_state, var invited) = await Invites.OpenAsync(Invite, _browser);
            return invited;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _problem = NoRedis;
            return null;
        }
    }

    private async Task JoinAsync(MediaSource source)
    {
        // Asked again: it may have been withdrawn while the page was open.
        if (await OpenAsync() is not { } invited)
        {
            return;
        }

        if (_call is not null)
        {
            await _call.DisposeAsync();
        }

        _call = new(Context, Browser, ParticipantRole.Guest, invited.CallId, new() { Media = new() { Source = source } });
        _call.Progressed += () => _ = InvokeAsync(StateHasChanged);
        await _call.StartAsync(invited.SessionId);
    }
}
