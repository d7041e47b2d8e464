using M4sh.Client;
using M4sh.Console.Calls;
using M4sh.Console.Invites;
using M4sh.Console.Problems;
using M4sh.Contracts.Sessions;
using StackExchange.Redis;

namespace M4sh.Console.Components.Pages;

/// <summary>The host's side of a call whose guest is in another browser.</summary>
public sealed partial class InvitePage
{
    private MediaSource _source = MediaSource.Synthetic;
    private SideCall? _call;
    private Invite? _invite;
    private Uri? _link;
    private string? _qr;
    private bool _isRevoked;
    private Problem? _problem;

    private GuestText Guest => GuestText.Of(_call!.Side.Other, _call.Side.State, _isRevoked);

    private string NoLink => (_isRevoked, _problem) switch
    {
        (true, _) => "The link is withdrawn: it opens nothing any more.",
        (_, null) => "Making the link…",
        _ => "There is no link.",
    };

    public async ValueTask DisposeAsync()
    {
        if (_call is not null)
        {
            await _call.DisposeAsync();
        }

        await WithdrawAsync();
    }

    private async Task StartAsync()
    {
        await DisposeAsync();
        (_invite, _problem, _isRevoked) = (null, null, false);
        var callId = Guid.CreateVersion7(Context.Time.GetUtcNow()).ToString("N");
        _call = new(Context, Browser, ParticipantRole.Host, callId, new() { Media = new() { Source = _source } });
        _call.Progressed += () => _ = InvokeAsync(StateHasChanged);
        await _call.StartAsync();
        if (_call is { IsOver: false, Problem: null, SessionId: not null })
        {
            await RenewAsync();
        }
    }

    private async Task HangUpAsync()
    {
        // The link first: nobody comes in to a call that is being ended.
        await WithdrawAsync();
        await _call!.HangUpAsync();
    }

    private async Task RevokeAsync()
    {
        _problem = null;
        await WithdrawAsync();
        try
        {
            await _call!.RemoveGuestAsync();
            _isRevoked = true;
        }
        catch (M4shApiException exception)
        {
            _problem = Problem.From(exception);
        }
    }

    private async Task RenewAsync()
    {
        await WithdrawAsync();
        if (_invite is not null)
        {
            return;
        }

        try
        {
            // The bar goes last: the guest is let in when there is a link to come in by.
            var invite = await Invites.CreateAsync(new(_call!.SessionId!.Value, _call.CallId));
            await _call.LetGuestInAsync();
            _invite = invite;
            _link = _invite.AddressAt(Options.Value.PublicUrl ?? new(Navigation.BaseUri));
            (_qr, _isRevoked, _problem) = (QrImage.Of(_link), false, null);
        }
        catch (M4shApiException exception)
        {
            _problem = Problem.From(exception);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _problem = NoRedis(exception);
        }
    }

    private async Task WithdrawAsync()
    {
        if (_invite is not { } invite)
        {
            return;
        }

        try
        {
            await Invites.RevokeAsync(invite.Token);
            _invite = null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _problem = NoRedis(exception);
        }
    }

    private static Problem NoRedis(Exception exception) => new(
        "unavailable",
        $"Links are kept in Redis, and it does not answer: {exception.Message}",
        "Look at the health on the overview. A link that could not be withdrawn ends by itself.");
}
